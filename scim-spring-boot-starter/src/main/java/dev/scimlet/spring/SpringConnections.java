package dev.scimlet.spring;

import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.sql.ConnectionSource;
import dev.scimlet.spi.sql.HostTransactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Connections of a data source in transactions of Spring, also in those of a {@code JpaTransactionManager} over it. Repositories of
 * {@code scim-jdbc} take them:
 *
 * <pre>{@code
 * @Bean
 * JdbcRepository scimUsers(ConnectionSource connections) {
 *     return JdbcRepository.of(StandardTypes.user(), connections).table("users")…build();
 * }
 * }</pre>
 */
public final class SpringConnections implements ConnectionSource {

    private final DataSource dataSource;
    private final SpringTransactions transactions;

    /**
     * Connections of a data source.
     *
     * @param manager of the transactions of this data source
     * @param transactions whether units join a transaction of the calling thread
     */
    public SpringConnections(
            DataSource dataSource, PlatformTransactionManager manager, ScimProperties.Transactions transactions) {
        this.dataSource = behind(dataSource);
        this.transactions = new SpringTransactions(manager, transactions);
    }

    /** Transactions are bound to the data source behind a proxy that knows of them. */
    private static DataSource behind(DataSource given) {
        DataSource target = given instanceof TransactionAwareDataSourceProxy proxy ? proxy.getTargetDataSource() : null;
        return target == null ? given : target;
    }

    @Override
    public Connection borrow(RequestContext context) throws SQLException {
        return DataSourceUtils.doGetConnection(dataSource);
    }

    @Override
    public void giveBack(RequestContext context, Connection connection) throws SQLException {
        DataSourceUtils.doReleaseConnection(connection, dataSource);
    }

    @Override
    public Optional<HostTransactions> transactions() {
        return Optional.of(transactions);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SpringConnections that
                && dataSource.equals(that.dataSource)
                && transactions.equals(that.transactions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(dataSource, transactions);
    }
}
