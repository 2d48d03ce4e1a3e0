package dev.scimlet.testkit.contract;

import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.ReferenceSource;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.UnitOfWork;
import dev.scimlet.spi.ValuesDeltas;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Passes everything on. */
class RepositoryDecorator
        implements ResourceRepository,
                ResourceRepository.Locking,
                UnitOfWork.Participant,
                ValuesDeltas,
                MembershipSource,
                ReferenceSource {

    final InMemoryRepository right;

    RepositoryDecorator(InMemoryRepository right) {
        this.right = right;
    }

    @Override
    public ResourceType type() {
        return right.type();
    }

    @Override
    public Resource create(RequestContext context, Attributes attributes) {
        return right.create(context, attributes);
    }

    @Override
    public Optional<Resource> find(RequestContext context, String id, Wanted wanted) {
        return right.find(context, id, wanted);
    }

    @Override
    public QueryResult query(RequestContext context, Query query) {
        return right.query(context, query);
    }

    @Override
    public UnitOfWork unitOfWork() {
        return right.unitOfWork();
    }

    @Override
    public Optional<Resource> findLocked(RequestContext context, String id, Wanted wanted) {
        return right.findLocked(context, id, wanted);
    }

    @Override
    public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
        return right.update(context, read, changed, wanted);
    }

    @Override
    public Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition precondition) {
        return right.delete(context, id, wanted, precondition);
    }

    @Override
    public boolean takesDeltas(BoundPath list) {
        return right.takesDeltas(list);
    }

    @Override
    public Optional<AppliedDelta> applyDelta(
            RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
        return right.applyDelta(context, id, wanted, precondition, delta);
    }

    @Override
    public Optional<ValuesDeltas> lookingAt(BoundPath list, List<ResourceRepository> targets) {
        return right.lookingAt(list, targets);
    }

    @Override
    public boolean looksAtDetails(BoundPath list) {
        return right.looksAtDetails(list);
    }

    @Override
    public boolean holdsAdded(ValuesDelta delta) {
        return right.holdsAdded(delta);
    }

    @Override
    public boolean takesOnlyWhoExists() {
        return right.takesOnlyWhoExists();
    }

    @Override
    public boolean knowsMemberships() {
        return right.knowsMemberships();
    }

    @Override
    public Map<String, List<Membership>> membershipsOf(
            RequestContext context, ResourceType type, Set<String> memberIds) {
        return right.membershipsOf(context, type, memberIds);
    }

    @Override
    public List<AppliedDelta> memberDeleted(RequestContext context, ResourceType type, String memberId) {
        return right.memberDeleted(context, type, memberId);
    }

    @Override
    public Map<String, String> displayNames(RequestContext context, Set<String> ids) {
        return right.displayNames(context, ids);
    }

    @Override
    public Set<String> hold(RequestContext context, Set<String> ids) {
        return right.hold(context, ids);
    }

    /** Writes over whatever is there by now. */
    final Resource overwritten(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
        while (true) {
            try {
                return right.update(
                        context, right.find(context, read.id(), wanted).orElseThrow(), changed, wanted);
            } catch (ConflictException faster) {
                Thread.onSpinWait();
            }
        }
    }
}
