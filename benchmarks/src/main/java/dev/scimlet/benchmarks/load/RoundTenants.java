package dev.scimlet.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The same work of several tenants, which come in turns: each request is of the tenant behind that of the one before. */
final class RoundTenants implements Workload {

    private final List<Workload> tenants;

    /** @param tenants the work of each, in the order of their numbers */
    RoundTenants(List<Workload> tenants) {
        this.tenants = List.copyOf(tenants);
    }

    private int tenant(long number) {
        return (int) (number % tenants.size());
    }

    private Workload of(long number) {
        return tenants.get(tenant(number));
    }

    @Override
    public String kind() {
        return tenants.get(0).kind();
    }

    @Override
    public int size() {
        return tenants.get(0).size();
    }

    @Override
    public String name() {
        return kind() + " (" + tenants.size() + " × " + size() + ")";
    }

    @Override
    public double goal() {
        return tenants.get(0).goal();
    }

    /** Each tenant has the numbers from 0 on, as if it were alone. */
    @Override
    public void prepare(Connection connection, long first, int count) throws IOException {
        for (int tenant = 0; tenant < tenants.size(); tenant++) {
            long from = turns(tenant, first);
            int turns = (int) (turns(tenant, first + count) - from);
            if (turns > 0) {
                tenants.get(tenant).prepare(connection.as(tenant), from, turns);
            }
        }
        connection.as(0);
    }

    /** How often the tenant had its turn before the request with this number. */
    private long turns(int tenant, long number) {
        return (number - tenant + tenants.size() - 1) / tenants.size();
    }

    @Override
    public Request request(long number) {
        return of(number).request(number / tenants.size()).of(tenant(number));
    }

    @Override
    public int status() {
        return tenants.get(0).status();
    }

    @Override
    public int mostAtOnce() {
        return (int) Math.min(
                Integer.MAX_VALUE,
                tenants.stream().mapToLong(Workload::mostAtOnce).min().orElseThrow() * tenants.size());
    }

    @Override
    public void answered(long number, Answer answer) {
        of(number).answered(number / tenants.size(), answer);
    }

    @Override
    public List<Request> restoring() {
        var requests = new ArrayList<Request>();
        for (int tenant = 0; tenant < tenants.size(); tenant++) {
            for (Request request : tenants.get(tenant).restoring()) {
                requests.add(request.of(tenant));
            }
        }
        return requests;
    }

    @Override
    public void check(Connection connection) throws IOException {
        for (int tenant = 0; tenant < tenants.size(); tenant++) {
            tenants.get(tenant).check(connection.as(tenant));
        }
        connection.as(0);
    }
}
