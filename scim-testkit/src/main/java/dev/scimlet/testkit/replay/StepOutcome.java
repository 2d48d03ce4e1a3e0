package dev.scimlet.testkit.replay;

import dev.scimlet.testkit.http.WireRequest;
import dev.scimlet.testkit.http.WireResponse;
import java.util.List;
import java.util.Optional;

/** What became of one step of a trace. More kinds may come. */
public sealed interface StepOutcome {

    TraceStep step();

    /** The answer was what the identity provider needs. */
    record Passed(TraceStep step, WireRequest request, WireResponse response) implements StepOutcome {}

    /**
     * The answer was something else.
     *
     * @param response empty if the server gave none
     * @param mismatches at least one
     */
    record Failed(TraceStep step, WireRequest request, Optional<WireResponse> response, List<Mismatch> mismatches)
            implements StepOutcome {
        public Failed {
            mismatches = List.copyOf(mismatches);
        }
    }

    /** The step needs what an earlier one failed to give. */
    record NotRun(TraceStep step, String reason) implements StepOutcome {}
}
