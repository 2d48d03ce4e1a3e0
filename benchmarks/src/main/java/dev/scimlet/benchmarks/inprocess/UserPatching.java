package dev.scimlet.benchmarks.inprocess;

import dev.scimlet.core.patch.PatchRequest;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Four operations on a user, as Entra ID sends them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class UserPatching {

    private static final String JSON = """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[
            {"op":"Replace","path":"title","value":"Senior Tour Guide"},
            {"op":"Replace","path":"name.familyName","value":"Jensen-Smith"},
            {"op":"Replace","path":"emails[type eq \\"work\\"].value","value":"barbara.smith@example.com"},
            {"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"Headquarters"}]}
            """;

    static final byte[] PATCH = JSON.getBytes(StandardCharsets.UTF_8);
    static final byte[] OTHER_PATCH = JSON.replace("Senior ", "")
            .replace("-Smith", "")
            .replace("Headquarters", "Sales")
            .getBytes(StandardCharsets.UTF_8);

    private byte[] json = PATCH;
    private Resource user = Samples.user(7);
    private PatchRequest patch = Samples.USER_READER.readPatch(json);

    @Benchmark
    public Attributes apply() {
        return patch.applyTo(user);
    }

    @Benchmark
    public Attributes readAndApply() {
        return Samples.USER_READER.readPatch(json).applyTo(user);
    }
}
