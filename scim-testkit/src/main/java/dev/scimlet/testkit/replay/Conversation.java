package dev.scimlet.testkit.replay;

import dev.scimlet.testkit.http.WireBody;
import dev.scimlet.testkit.http.WireClient;
import dev.scimlet.testkit.http.WireHeaders;
import dev.scimlet.testkit.http.WireRequest;
import dev.scimlet.testkit.http.WireResponse;
import dev.scimlet.testkit.replay.StepOutcome.Failed;
import dev.scimlet.testkit.replay.StepOutcome.NotRun;
import dev.scimlet.testkit.replay.StepOutcome.Passed;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One replay of one trace: what has been learned so far, and the next step. */
final class Conversation {

    private final WireClient client;
    private final String basePath;
    private final String run;
    private final Variables variables;
    private Optional<TraceStep> brokenAt = Optional.empty();

    Conversation(WireClient client, String basePath, String run, Variables variables) {
        this.client = client;
        this.basePath = basePath;
        this.run = run;
        this.variables = variables;
    }

    String run() {
        return run;
    }

    StepOutcome run(TraceStep step) {
        if (brokenAt.isPresent()) {
            return new NotRun(
                    step, "the server gave no answer to step " + brokenAt.get().number());
        }
        var missing = References.of(step).stream()
                .filter(name -> !variables.has(name))
                .toList();
        if (!missing.isEmpty()) {
            return new NotRun(step, "no answer gave a value for " + String.join(", ", missing));
        }
        var request = request(step.request());
        try {
            return judge(step, request, client.send(request));
        } catch (IOException broken) {
            brokenAt = Optional.of(step);
            var mismatch = new Mismatch("connection", "an answer", String.valueOf(broken), step.quirks());
            return new Failed(step, request, Optional.empty(), List.of(mismatch));
        }
    }

    private WireRequest request(TraceStep.Request request) {
        var headers = WireHeaders.none();
        for (var field : request.headers().fields()) {
            headers = headers.with(field.name(), variables.fill(field.value()));
        }
        var body = request.body()
                .map(json -> WireBody.of(variables.fill(json).bytes()))
                .orElse(WireBody.none());
        return new WireRequest(request.method(), basePath + variables.fillTarget(request.path()), headers, body);
    }

    private StepOutcome judge(TraceStep step, WireRequest request, WireResponse response) {
        var judgement = new Judgement(step, variables, response);
        var mismatches = judgement.mismatches();
        judgement.captured().forEach(variables::set);
        return mismatches.isEmpty()
                ? new Passed(step, request, response)
                : new Failed(step, request, Optional.of(response), mismatches);
    }
}
