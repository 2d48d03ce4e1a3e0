package dev.scimlet.testkit.contract;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.memory.InMemoryRepository;

/** A store that can do less than others and says so keeps the contract too. */
class ModestRepositoryContractTest extends ResourceRepositoryContract {

    @Override
    protected ResourceRepository emptyUsers() {
        return new RepositoryDecorator(InMemoryRepository.of(ContractTypes.user())) {
            @Override
            public QueryResult query(RequestContext context, Query query) {
                if (query.filter() != null && !answers(query.filter())) {
                    throw ScimException.of(ErrorType.INVALID_FILTER, "this store compares with 'eq' only");
                }
                if (query.sort() != null && !sortsBy(query.sort())) {
                    throw ScimException.of(ErrorType.INVALID_VALUE, "this store sorts by 'userName' only");
                }
                if (query.page() instanceof Page.Cursor) {
                    throw ScimException.of(ErrorType.INVALID_CURSOR, "this store pages by index only");
                }
                return super.query(context, query);
            }
        };
    }

    @Override
    protected boolean answers(BoundFilter filter) {
        return filter instanceof BoundFilter.Comparison comparison && comparison.operator() == CompareOperator.EQ;
    }

    @Override
    protected boolean sortsBy(Sort sort) {
        return sort.path().text().equals("userName");
    }

    @Override
    protected boolean walksByCursor() {
        return false;
    }
}
