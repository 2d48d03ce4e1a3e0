package dev.scimlet.simulator.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectoryFileTest {

    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-05T08:00:00Z"));

    @TempDir
    private Path folder;

    @Test
    void readsJsonWithChangesToCome() throws IOException {
        SourceDirectory directory = read("d.json", """
                {"users": [
                   {"objectId": "1", "userPrincipalName": "paul@contoso.example", "manager": "zoe@contoso.example"},
                   {"objectId": "2", "userPrincipalName": "zoe@contoso.example", "accountEnabled": false}],
                 "groups": [{"objectId": "3", "displayName": "AP", "members": ["paul@contoso.example", "2"]}],
                 "assignments": [{"principal": "paul@contoso.example", "role": "Approver"}],
                 "changes": [
                   {"after": "PT2H", "change": "removeMembers", "group": "3", "members": ["2"]},
                   {"after": "PT1H", "change": "updateUser", "user": "1", "attributes": {"city": "Leeds"}}]}""");

        DirectoryUser paul = directory.user("1").orElseThrow();
        assertThat(paul.manager()).contains("2");
        assertThat(directory.user("2").orElseThrow().accountEnabled()).isFalse();
        assertThat(directory.group("3").orElseThrow().members()).containsExactlyInAnyOrder("1", "2");
        assertThat(directory.assignedRoles("1")).containsExactly(AppRole.named("Approver"));
        assertThat(directory.assignedRoles("2")).isEmpty();

        clock.advance(Duration.ofHours(1));
        directory.catchUp();
        assertThat(directory.user("1").orElseThrow().attributes()).containsEntry("city", "Leeds");
        assertThat(directory.group("3").orElseThrow().members()).hasSize(2);

        clock.advance(Duration.ofHours(1));
        directory.catchUp();
        assertThat(directory.group("3").orElseThrow().members()).containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "addUser | \"user\": {\"objectId\": \"9\", \"userPrincipalName\": \"n@x\", \"manager\": \"p@x\"}",
                "updateUser | \"user\": \"p@x\", \"attributes\": {\"city\": null}",
                "enableAccount | \"user\": \"1\", \"enabled\": false",
                "setManager | \"user\": \"1\", \"manager\": \"z@x\"",
                "removeManager | \"user\": \"1\"",
                "softDeleteUser | \"user\": \"1\"",
                "restoreUser | \"user\": \"1\"",
                "hardDeleteUser | \"user\": \"1\"",
                "addGroup | \"group\": {\"objectId\": \"8\", \"displayName\": \"B\", \"members\": [\"p@x\"]}",
                "updateGroup | \"group\": \"3\", \"attributes\": {\"displayName\": \"B\"}",
                "deleteGroup | \"group\": \"3\"",
                "addMembers | \"group\": \"3\", \"members\": [\"z@x\"]",
                "removeMembers | \"group\": \"3\", \"members\": [\"p@x\"]",
                "assign | \"principal\": \"z@x\"",
                "unassign | \"principal\": \"p@x\""
            })
    void readsEveryKindOfChange(String kind, String members) throws IOException {
        SourceDirectory directory = read("d.json", """
                {"users": [{"objectId": "1", "userPrincipalName": "p@x"}, {"objectId": "2", "userPrincipalName": "z@x"}],
                 "groups": [{"objectId": "3", "displayName": "A", "members": ["1"]}],
                 "changes": [{"after": "PT0S", "change": "%s", %s}]}""".formatted(kind, members));
        long before = directory.watermark();

        directory.catchUp();

        assertThat(directory.changedSince(before)).isNotEmpty();
    }

    @Test
    void readsCsvWithManagersAndGroups() throws IOException {
        SourceDirectory directory = read("d.CSV", """
                \uFEFFuserPrincipalName,displayName,manager,groups,accountEnabled
                paul@contoso.example,"Arnaud, ""Paul""\",zoe@contoso.example,AP; Travel,
                zoe@contoso.example,Zoë,,AP,FALSE

                """);

        DirectoryUser paul = directory.userNamed("paul@contoso.example").orElseThrow();
        DirectoryUser zoe = directory.userNamed("zoe@contoso.example").orElseThrow();
        assertThat(paul.displayName()).isEqualTo("Arnaud, \"Paul\"");
        assertThat(paul.manager()).contains(zoe.objectId());
        assertThat(zoe.accountEnabled()).isFalse();
        assertThat(directory.groups()).extracting("displayName").containsExactly("AP", "Travel");
        assertThat(directory.groups().iterator().next().members()).hasSize(2);
        assertThat(directory.assignedRoles(paul.objectId())).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "d.csv | name,mail | no column userPrincipalName",
                "d.csv | userPrincipalName,mail\\nx@y | record 2 has 1 values for 2 columns",
                "d.csv | userPrincipalName\\n\"x | a quoted value does not end",
                "d.json | [] | not a JSON object",
                "d.json | {\"users\": [{\"mail\": \"x\"}]} | 'objectId' is missing",
                "d.json | {\"users\": [{\"objectId\": \"1\"}]} | needs a userPrincipalName",
                "d.json | {\"groups\": [{\"objectId\": \"1\", \"displayName\": \"A\", \"members\": [\"9\"]}]} | the id 9",
                "d.json | {\"changes\": [{\"after\": \"soon\", \"change\": \"unassign\", \"principal\": \"1\"}]} | ISO 8601",
                "d.json | {\"changes\": [{\"after\": \"PT1H\", \"change\": \"explode\"}]} | unknown kind of change: explode"
            })
    void saysWhatIsWrong(String file, String text, String message) {
        assertThatThrownBy(() -> read(file, text.replace("\\n", "\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private SourceDirectory read(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        return DirectoryFile.read(file, clock);
    }
}
