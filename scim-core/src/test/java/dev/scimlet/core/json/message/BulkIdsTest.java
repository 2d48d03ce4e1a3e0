package dev.scimlet.core.json.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.standard.StandardTypes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BulkIdsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "a b",
                "CORP\\user",
                "the \"boss\"",
                "\\",
                "\\\"",
                "$1",
                "ä€😀",
                "]",
                "a\" or value pr or value eq \"b"
            })
    void putsAnyIdIntoBracketsAsATextOfAFilter(String id) {
        String path = BulkIds.translated("members[value eq \"bulkId:u\" or value eq \"v\"].display", text -> id);

        BoundPath bound = StandardTypes.group().path(path);
        assertThat(bound.filter()).isNotNull();
        BoundFilter.Or either = (BoundFilter.Or) bound.filter();
        assertThat(either.operands())
                .extracting(operand -> ((BoundFilter.Comparison) operand).value())
                .containsExactly(id, "v");
    }
}
