package dev.scimlet.conformance;

import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/** Notes for each requirement that a test {@link Proves} whether the test passed; hands the notes to the report. */
final class ProofRecorder implements TestWatcher, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(ProofRecorder.class);

    @Override
    public void testSuccessful(ExtensionContext context) {
        record(context, true);
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        record(context, false);
    }

    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
        record(context, false);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Proofs.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return proofs(context);
    }

    private static void record(ExtensionContext context, boolean passed) {
        String test = context.getRequiredTestClass().getSimpleName() + "."
                + context.getRequiredTestMethod().getName();
        note(context, context.getRequiredTestMethod(), test, passed);
        note(context, context.getRequiredTestClass(), test, passed);
    }

    private static void note(ExtensionContext context, AnnotatedElement annotated, String test, boolean passed) {
        Optional.ofNullable(annotated.getAnnotation(Proves.class)).ifPresent(proves -> {
            for (String requirement : proves.value()) {
                proofs(context).add(requirement, test, passed);
            }
        });
    }

    private static Proofs proofs(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(Proofs.class);
    }
}
