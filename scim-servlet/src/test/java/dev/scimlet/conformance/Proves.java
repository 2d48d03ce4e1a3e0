package dev.scimlet.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Names the requirements that a test proves, or that all tests of a class prove together. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@ExtendWith(ProofRecorder.class)
@interface Proves {

    /** Ids of {@code requirements.json}. */
    String[] value();
}
