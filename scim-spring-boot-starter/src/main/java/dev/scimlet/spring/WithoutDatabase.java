package dev.scimlet.spring;

import java.util.Arrays;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

/** What the starter keeps in memory is for applications without a database: with one, it would be lost where nobody expects it. */
final class WithoutDatabase {

    private static final String[] NEEDED = {
        "org.springframework.jdbc.core.JdbcTemplate", "org.springframework.transaction.PlatformTransactionManager"
    };

    private WithoutDatabase() {}

    /**
     * Refuses to keep in memory what belongs into a database.
     *
     * @param store the type of the bean that says where else it is kept
     * @throws IllegalStateException if there is a data source, with what to do
     */
    static void require(Class<?> store, ListableBeanFactory beans) {
        require(store, beans, name -> ClassUtils.isPresent(name, store.getClassLoader()));
    }

    /** @param isThere whether a class is on the class path */
    static void require(Class<?> store, ListableBeanFactory beans, Predicate<String> isThere) {
        // Without making them: a look at the types is enough
        String[] sources = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, DataSource.class, true, false);
        if (sources.length == 0) {
            return;
        }
        String bean = "give a bean of type " + store.getSimpleName();
        if (!Arrays.stream(NEEDED).allMatch(isThere)) {
            throw new IllegalStateException("there is a data source (" + String.join(", ", sources)
                    + ") and no JdbcTemplate: add spring-jdbc, or " + bean);
        }
        if (sources.length > 1) {
            throw new IllegalStateException("there are several data sources (" + String.join(", ", sources)
                    + "): mark one @Primary, or " + bean);
        }
        throw new IllegalStateException("there is a data source (" + sources[0]
                + ") that was declared after the starter had looked for one: declare it in a configuration of the"
                + " application, or " + bean);
    }
}
