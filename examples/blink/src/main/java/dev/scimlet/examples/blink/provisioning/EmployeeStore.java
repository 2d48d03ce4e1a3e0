package dev.scimlet.examples.blink.provisioning;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.schema.TextComparison;
import dev.scimlet.examples.blink.database.Database;
import dev.scimlet.examples.blink.database.Employee;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.mapping.EntityStore;
import dev.scimlet.spi.mapping.FoundEntities;
import dev.scimlet.spi.mapping.MappedSearch;
import dev.scimlet.spi.mapping.MappedType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Loads and saves employees with plain JDBC. The tenant of a request is the customer of the rows that it sees. */
final class EmployeeStore implements EntityStore<Employee> {

    /** What an employee may change in; the order is that of {@link #values}. */
    private static final List<String> COLUMNS = List.of(
            "revision",
            "created_at",
            "changed_at",
            "login",
            "login_key",
            "directory_id",
            "employed",
            "first_name",
            "last_name",
            "job_title",
            "work_mail",
            "office_phone",
            "cell_phone",
            "staff_no",
            "department",
            "boss_no",
            "company",
            "about",
            "site");

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final Database database;
    private final MappedSearch<IndexedColumns.Condition, String> search;

    EmployeeStore(Database database, MappedType mapped) {
        this.database = database;
        this.search = new MappedSearch<>(mapped, new IndexedColumns());
    }

    private static List<@Nullable Object> values(Employee e) {
        String login = Objects.requireNonNull(e.login());
        return Arrays.asList(
                e.revision(),
                e.created(),
                e.changed(),
                login,
                TextComparison.USER_NAME.key(login),
                e.directoryId(),
                e.isEmployed(),
                e.firstName(),
                e.lastName(),
                e.jobTitle(),
                e.workMail(),
                e.officePhone(),
                e.cellPhone(),
                e.staffNumber(),
                e.department(),
                e.boss(),
                e.company(),
                e.about(),
                e.site());
    }

    private static Employee employee(ResultSet row) throws SQLException {
        Employee employee = new Employee();
        employee.setNumber(row.getString("employee_no"));
        employee.setRevision(row.getLong("revision"));
        employee.setCreated(Database.time(row, "created_at"));
        employee.setChanged(Database.time(row, "changed_at"));
        employee.setLogin(row.getString("login"));
        employee.setDirectoryId(row.getString("directory_id"));
        employee.setEmployed(row.getBoolean("employed"));
        employee.setFirstName(row.getString("first_name"));
        employee.setLastName(row.getString("last_name"));
        employee.setJobTitle(row.getString("job_title"));
        employee.setWorkMail(row.getString("work_mail"));
        employee.setOfficePhone(row.getString("office_phone"));
        employee.setCellPhone(row.getString("cell_phone"));
        employee.setStaffNumber(row.getString("staff_no"));
        employee.setDepartment(row.getString("department"));
        employee.setBoss(row.getString("boss_no"));
        employee.setCompany(row.getString("company"));
        employee.setAbout(row.getString("about"));
        employee.setSite(row.getString("site"));
        return employee;
    }

    @Override
    public Optional<Employee> load(RequestContext context, String id) {
        return list("where customer = ? and employee_no = ?", List.of(context.tenant(), id)).stream()
                .findFirst();
    }

    @Override
    public Employee insert(RequestContext context, Employee employee) {
        List<@Nullable Object> parameters = new ArrayList<>(values(employee));
        parameters.addAll(Arrays.asList(context.tenant(), employee.number()));
        String marks = String.join(", ", Collections.nCopies(parameters.size(), "?"));
        change(
                "insert into employees (" + String.join(", ", COLUMNS) + ", customer, employee_no) values (" + marks
                        + ")",
                parameters);
        return employee;
    }

    @Override
    public Optional<Employee> save(RequestContext context, Employee employee, String version) {
        List<@Nullable Object> parameters = new ArrayList<>(values(employee));
        parameters.addAll(Arrays.asList(context.tenant(), employee.number(), Long.valueOf(version)));
        int changed = change(
                "update employees set " + String.join(" = ?, ", COLUMNS)
                        + " = ? where customer = ? and employee_no = ? and revision = ?",
                parameters);
        return changed == 0 ? Optional.empty() : Optional.of(employee);
    }

    @Override
    public boolean delete(RequestContext context, String id, String version) {
        List<Object> parameters = List.of(context.tenant(), id, Long.valueOf(version));
        return change("delete from employees where customer = ? and employee_no = ? and revision = ?", parameters) > 0;
    }

    /** Pages of all employees are made by the database; what a filter finds there, the library filters, sorts and pages. */
    @Override
    public FoundEntities<Employee> find(RequestContext context, Query query) {
        List<Object> parameters = new ArrayList<>(List.of(context.tenant()));
        if (query.filter() == null && query.sort() == null && query.page() instanceof Page.Index page) {
            long total = onDatabase(() -> database.list(
                            "select count(*) from employees where customer = ?", parameters, row -> row.getLong(1)))
                    .get(0);
            parameters.addAll(List.of(page.count(), page.startIndex() - 1));
            return FoundEntities.page(
                    list("where customer = ? order by employee_no limit ? offset ?", parameters), total);
        }
        BoundFilter filter = query.filter() == null ? BoundFilter.constant(true) : query.filter();
        IndexedColumns.Condition condition = search.condition(filter.weakened(IndexedColumns::find));
        parameters.addAll(condition.parameters());
        return FoundEntities.candidates(list("where customer = ? and " + condition.text(), parameters));
    }

    private List<Employee> list(String condition, List<Object> parameters) {
        return onDatabase(
                () -> database.list("select * from employees " + condition, parameters, EmployeeStore::employee));
    }

    private int change(String statement, List<? extends @Nullable Object> parameters) {
        return onDatabase(() -> database.change(statement, parameters));
    }

    private interface Work<T> {
        T run() throws SQLException;
    }

    /** What clients can mend or wait for, they are told of; all else is logged and answered with status 500. */
    private static <T> T onDatabase(Work<T> work) {
        try {
            return work.run();
        } catch (SQLTransientConnectionException e) {
            throw ScimException.unavailable("the database cannot be reached now", RETRY_AFTER, e);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.equals("23505")) {
                throw ScimException.of(ErrorType.UNIQUENESS, "another employee has this 'userName'");
            }
            if (state.startsWith("22")) {
                throw ScimException.of(ErrorType.INVALID_VALUE, "a value is too long to be stored");
            }
            throw new IllegalStateException("a statement failed", e);
        }
    }
}
