package dev.scimlet.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

/** The work that is measured. */
public final class Workloads {

    private Workloads() {}

    /**
     * The workloads of the table of goals. The directory has three groups: the first for members left out of the answer, the
     * second for the whole group in the answer, the third is the large one.
     */
    public static List<Workload> all(Directory directory) {
        return List.of(
                new ReadUser(directory),
                new FindByUserName(directory),
                new ScanByDisplayName(directory),
                new ListPage(directory),
                new ScanByComplexFilter(directory),
                new ReplaceUser(directory),
                new PatchUser(directory),
                new AddMember(directory.groups().get(0), false),
                new AddMember(directory.groups().get(2), false),
                new AddMember(directory.groups().get(1), true),
                new CreateUser(directory),
                new BulkCreate(directory));
    }

    /**
     * The workloads that are measured on tables. With a group in the directory a member is added to it; without one they are for
     * tables whose members must be users.
     */
    public static List<Workload> onTables(Directory directory) {
        List<Workload> workloads = new ArrayList<>(List.of(
                new ReadUser(directory),
                new FindByUserName(directory),
                new ListPage(directory),
                new ReplaceUser(directory),
                new PatchUser(directory),
                new CreateUser(directory)));
        if (!directory.groups().isEmpty()) {
            workloads.add(AddMember.ofUsers(directory.groups().get(0), directory));
        }
        workloads.add(new DeleteUserInGroup(directory));
        workloads.add(new BulkCreate(directory));
        return workloads;
    }

    /** The workloads that are measured on entities; the groups of the directory are small ones of its users. */
    public static List<Workload> onEntities(Directory directory) {
        return List.of(
                new ReadUser(directory),
                new FindByUserName(directory),
                new ListPage(directory),
                new PatchUser(directory),
                new CreateUser(directory),
                new AddUserToTeam(directory));
    }

    /**
     * What is measured behind directories, the feed and the log; the groups of the directory are small ones of its users. Where there are several tenants,
     * requests go round them.
     */
    public static List<Workload> guarded(Directory directory) {
        List<List<Workload>> tenants = new ArrayList<>(List.of(guardedAlone(directory)));
        directory.further().forEach(other -> tenants.add(guardedAlone(other)));
        List<Workload> workloads = new ArrayList<>();
        for (int kind = 0; kind < tenants.get(0).size(); kind++) {
            int index = kind;
            List<Workload> ofAll =
                    tenants.stream().map(tenant -> tenant.get(index)).toList();
            workloads.add(ofAll.size() == 1 ? ofAll.get(0) : new RoundTenants(ofAll));
        }
        return workloads;
    }

    private static List<Workload> guardedAlone(Directory directory) {
        return List.of(
                new ReadUser(directory),
                new FindByUserName(directory),
                new PatchUser(directory),
                new CreateUser(directory),
                new AddUserToTeam(directory));
    }

    /** What identity providers do all day for one tenant. */
    public static List<Workload> ofATenant(Directory directory) {
        return List.of(
                new ReadUser(directory),
                new FindByUserName(directory),
                new CreateUser(directory),
                AddMember.ofUsers(directory.groups().get(0), directory));
    }

    /** Those of {@link #all}, and what is of interest only as it grows; the groups of the directory are of one size. */
    public static List<Workload> growing(Directory directory) {
        List<Workload> workloads = new ArrayList<>(all(directory));
        workloads.add(new CreateGroup(directory.groups().get(0).members()));
        return workloads;
    }
}
