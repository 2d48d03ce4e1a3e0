package dev.scimlet.benchmarks.subject;

import com.sun.management.ThreadMXBean;
import dev.scimlet.benchmarks.database.SubjectDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Starts a subject's main class and answers questions about this process, one line for each line on standard input, until the
 * input ends; then the process ends too. What the subject prints goes to standard error.
 *
 * <ul>
 *   <li>{@code allocated}: {@code thread:bytes} for each living Java thread but the one that answers
 *   <li>{@code heap}: the bytes in use after a collection
 *   <li>{@code database}: the process of the database, and its URL; 0 if there is none beside this process
 *   <li>{@code settle}: brings the database's statistics up to what it holds
 *   <li>{@code count}: begins to count statements; {@code counted}: ends it, and tells how many there were and how many round
 *       trips
 * </ul>
 */
public final class SubjectMain {

    static final String ALLOCATED = "allocated";
    static final String HEAP = "heap";
    static final String DATABASE = "database";
    static final String SETTLE = "settle";
    static final String COUNT = "count";
    static final String COUNTED = "counted";

    /** What an answer begins with. */
    static final String ANSWER = "answer ";

    private SubjectMain() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        var control = new Thread(() -> answerUntilTheEnd(answers), "benchmark-control");
        control.setDaemon(true);
        control.start();
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        try {
            Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
        } catch (InvocationTargetException failure) {
            failure.getTargetException().printStackTrace();
            System.exit(1);
        }
    }

    private static void answerUntilTheEnd(PrintStream answers) {
        try {
            answer(answers);
        } catch (IOException brokenPipe) {
            throw new UncheckedIOException(brokenPipe);
        } finally {
            System.exit(0);
        }
    }

    private static void answer(PrintStream answers) throws IOException {
        try (var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String question = questions.readLine();
            while (question != null) {
                answers.println(ANSWER + answerTo(question));
                answers.flush();
                question = questions.readLine();
            }
        }
    }

    private static String answerTo(String question) {
        SubjectDatabase database = SubjectDatabase.opened();
        try {
            return switch (question) {
                case ALLOCATED -> allocated();
                case HEAP -> Long.toString(heapAfterCollection());
                case DATABASE -> database == null ? "0 none" : database.process() + " " + database.url();
                case SETTLE -> {
                    if (database != null) {
                        database.settle();
                    }
                    yield "settled";
                }
                case COUNT -> database == null ? "0 0" : database.count(true);
                case COUNTED -> database == null ? "0 0" : database.count(false);
                default -> throw new IllegalArgumentException("unknown question " + question);
            };
        } catch (SQLException | IOException failure) {
            throw new IllegalStateException(question, failure);
        }
    }

    /** Twice, because what a first collection finds to be unreachable may only be freed by the next. */
    private static long heapAfterCollection() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static String allocated() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        var line = new StringBuilder();
        for (int index = 0; index < ids.length; index++) {
            boolean alive = bytes[index] >= 0;
            if (alive && ids[index] != Thread.currentThread().getId()) {
                line.append(ids[index]).append(':').append(bytes[index]).append(' ');
            }
        }
        return line.toString();
    }
}
