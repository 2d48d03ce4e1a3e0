package dev.scimlet.benchmarks.inprocess;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scimlet.core.json.ResourceWriter;
import dev.scimlet.core.patch.Replacement;
import dev.scimlet.core.query.Projection;
import dev.scimlet.core.resource.Resource;
import java.io.IOException;
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

/** A user from JSON to the model, validated, and back to JSON; beside it, Jackson alone with a tree. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class UserReadingAndWriting {

    private final ObjectMapper mapper = new ObjectMapper();
    private final ResourceWriter writer = new ResourceWriter(Samples.USER);
    private final Projection standard = Projection.standard(Samples.USER);
    private byte[] json = Samples.userJson(7);
    private Resource user = Samples.user(7);

    @Benchmark
    public Replacement read() {
        return Samples.USER_READER.read(json);
    }

    @Benchmark
    public byte[] write() {
        return writer.write(user, standard, Samples.LOCATIONS);
    }

    @Benchmark
    public byte[] readAndWrite() {
        Resource read = user.withAttributes(Samples.USER_READER.read(json).attributes());
        return writer.write(read, standard, Samples.LOCATIONS);
    }

    @Benchmark
    public byte[] jacksonAlone() throws IOException {
        return mapper.writeValueAsBytes(mapper.readTree(json));
    }
}
