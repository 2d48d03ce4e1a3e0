package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scimlet.core.json.SchemaReader;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.DeviceTypes;
import dev.scimlet.core.standard.DraftTypes;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types that are nothing but schemas: registered in a line, served like users and groups. */
@DisplayName("RFC 9944 and draft-ietf-scim-roles-entitlements: types as data")
class SchemaBundleTest {

    private static final String DEVICE = DeviceTypes.DEVICE.id();
    private static final String EXTENSION = "urn:ietf:params:scim:schemas:extension:";
    private static final String BLE = EXTENSION + "ble:2.0:Device";
    private static final String PASS_KEY = EXTENSION + "pairingPassKey:2.0:Device";
    private static final String DPP = EXTENSION + "dpp:2.0:Device";
    private static final String APPS = EXTENSION + "endpointAppsExt:2.0:Device";

    private static final String WITH_BLE = "{'schemas':['" + DEVICE + "','" + BLE + "','" + PASS_KEY
            + "'],'displayName':'Heart Monitor','active':true,'mudUrl':'https://example.com/mud/monitor','" + BLE
            + "':{'versionSupport':['5.3'],'deviceMacAddress':'2C:54:91:88:C9:E2','isRandom':false,'irk':'secret',"
            + "'pairingMethods':['" + PASS_KEY + "']},'" + PASS_KEY + "':{'key':123456}}";

    private final InMemoryRepository groups = InMemoryRepository.builder(StandardTypes.group())
            .memberships("members")
            .build();
    private final Scim scim = Scim.of(Scim.builder()
            .repositories(
                    InMemoryRepository.of(DeviceTypes.device()),
                    InMemoryRepository.of(DeviceTypes.endpointApp()),
                    groups));

    @ParameterizedTest
    @CsvSource({
        "Device,/Devices",
        "EndpointApp,/EndpointApps",
    })
    @Proves({"S-3.2-01", "S-6-01", "S-6-02", "S-7-01"})
    void discoveryShowsTheTypesOfDevices(String name, String endpoint) {
        Answer type = scim.get("/ResourceTypes/" + name).expect(200).has("/endpoint", endpoint);
        scim.get("/Schemas/" + type.at("/schema").asText()).expect(200).has("/name", name);
        type.at("/schemaExtensions")
                .forEach(extension -> scim.get(
                                "/Schemas/" + extension.path("schema").asText())
                        .expect(200));
        scim.get(endpoint).expect(200).has("/totalResults", 0);
    }

    @ParameterizedTest
    @CsvSource({
        "Device",
        "EndpointApp",
        "DeviceBle",
        "DevicePairingPassKey",
        "DevicePairingOob",
        "DeviceDpp",
        "DeviceEthernetMab",
        "DeviceFdo",
        "DeviceZigbee",
        "DeviceEndpointApps",
        "DraftRole",
        "DraftEntitlement",
    })
    @Proves("S-7-03")
    void schemasAreShownAsTheyAreWritten(String resource) throws IOException {
        JsonNode written;
        try (InputStream json = DeviceTypes.class.getResourceAsStream(resource + ".json")) {
            written = new JsonMapper().readTree(json);
        }
        ResourceType type = ResourceType.builder("Any", new SchemaReader().read(written.toString()))
                .build();
        JsonNode shown = Scim.ofTypes(type)
                .get("/Schemas/" + written.get("id").asText())
                .expect(200)
                .body();

        Map<String, JsonNode> withoutMeta = new TreeMap<>();
        shown.properties().forEach(member -> withoutMeta.put(member.getKey(), member.getValue()));
        assertThat(withoutMeta.remove("meta").get("resourceType").asText()).isEqualTo("Schema");
        Map<String, JsonNode> expected = new TreeMap<>();
        written.properties().forEach(member -> expected.put(member.getKey(), member.getValue()));
        expected.remove("meta");
        assertThat(withoutMeta).isEqualTo(expected);
    }

    @Test
    @Proves({"S-3.2-01", "S-3.3-02"})
    void devicesLiveAWholeLife() {
        Answer created = scim.post("/Devices", WITH_BLE)
                .expect(201)
                .has("/displayName", "Heart Monitor")
                .has("/meta/resourceType", "Device")
                .has("/" + BLE + "/versionSupport/0", "5.3")
                .has("/" + PASS_KEY + "/key", 123456)
                .lacks("/" + BLE + "/irk");
        String path = "/Devices/" + created.id();
        assertThat(created.header("Location")).isEqualTo(Scim.BASE + path);

        scim.get(path).expect(200).sized("/schemas", 3).lacks("/" + BLE + "/irk");
        scim.put(path, WITH_BLE.replace("Heart", "Pulse"))
                .expect(200)
                .has("/displayName", "Pulse Monitor")
                .has("/" + BLE + "/deviceMacAddress", "2C:54:91:88:C9:E2");
        scim.patch(
                        path,
                        patchOp(
                                "{'op':'replace','path':'active','value':false}",
                                "{'op':'add','path':'" + BLE + ":versionSupport','value':['5.4']}",
                                "{'op':'remove','path':'" + PASS_KEY + "'}",
                                "{'op':'add','value':{'" + DPP + "':{'dppVersion':2,'bootstrapKey':'MDkw'}}}"))
                .expect(200)
                .has("/active", false)
                .sized("/" + BLE + "/versionSupport", 2)
                .has("/" + DPP + "/dppVersion", 2)
                .lacks("/" + PASS_KEY, "/" + DPP + "/bootstrapKey");
        scim.delete(path).expect(204);
        scim.get(path).refused(404);
    }

    @Test
    @Proves("S-3.2-01")
    void devicesAreFoundByTheirExtensions() {
        scim.post("/Devices", WITH_BLE).expect(201);
        scim.post("/Devices", "{'schemas':['" + DEVICE + "'],'displayName':'Lamp','active':false}")
                .expect(201);

        assertThat(devices("active eq true")).containsExactly("Heart Monitor");
        assertThat(devices(BLE + ":deviceMacAddress eq '2c:54:91:88:c9:e2'")).containsExactly("Heart Monitor");
        assertThat(devices("not (" + BLE + ":versionSupport eq '5.3')")).containsExactly("Lamp");
        assertThat(devices(PASS_KEY + ":key ge 100000 and displayName co 'monitor'"))
                .containsExactly("Heart Monitor");
        assertThat(devices("schemas eq '" + PASS_KEY + "'")).containsExactly("Heart Monitor");
        assertThat(Scim.names(scim.get("/Devices?sortBy=displayName&sortOrder=descending"), "displayName"))
                .containsExactly("Lamp", "Heart Monitor");
        scim.get("/Devices?filter=" + Scim.encoded(BLE + ":irk eq 'secret'")).refused(403, "sensitive");
    }

    private List<String> devices(String filter) {
        return Scim.names(scim.get("/Devices?filter=" + Scim.encoded(filter)).expect(200), "displayName");
    }

    @Test
    @Proves("S-3.2-01")
    void faultyDevicesAreRefused() {
        String start = "{'schemas':['" + DEVICE + "'],'active':true,";
        scim.post("/Devices", "{'schemas':['" + DEVICE + "'],'displayName':'x'}")
                .refused(400, "invalidValue");
        scim.post("/Devices", start + "'" + BLE + "':{'versionSupport':['5.3']}}")
                .refused(400, "invalidValue");
        scim.post("/Devices", start + "'" + DPP + "':{'dppVersion':'two','bootstrapKey':'x'}}")
                .refused(400, "invalidValue");
        scim.post("/Devices", start + "'mudUrl':'not a uri'}").refused(400, "invalidValue");
    }

    @Test
    @Proves({"S-2.3.7-05", "S-4.1.2-04"})
    void devicesReferToApplicationsAndGroups() {
        String application = scim.post(
                        "/EndpointApps",
                        "{'schemas':['" + DeviceTypes.ENDPOINT_APP.id()
                                + "'],'applicationType':'telemetry','applicationName':'Ward','clientToken':'mine'}")
                .expect(201)
                .lacks("/clientToken")
                .id();
        String device = scim.post(
                        "/Devices",
                        "{'schemas':['" + DEVICE + "'],'active':true,'displayName':'Monitor','" + APPS
                                + "':{'applications':[{'value':'" + application + "'}]}}")
                .expect(201)
                .has("/" + APPS + "/applications/0/$ref", Scim.BASE + "/EndpointApps/" + application)
                .id();
        String group = scim.group("Ward 7", device).id();

        scim.get("/Devices/" + device).has("/groups/0/value", group).has("/groups/0/display", "Ward 7");
        assertThat(devices(APPS + ":applications.$ref eq '" + Scim.BASE + "/EndpointApps/" + application + "'"))
                .containsExactly("Monitor");
        assertThat(devices(APPS + ":applications[$ref pr]")).containsExactly("Monitor");
        scim.patch(
                        "/EndpointApps/" + application,
                        patchOp("{'op':'replace','path':'applicationType','value':'deviceControl'}"))
                .refused(400, "mutability");
        scim.patch(
                        "/Devices/" + device,
                        patchOp("{'op':'remove','path':'" + APPS + ":applications[value eq \\'other\\']'}"))
                .expect(200);
        scim.patch("/Devices/" + device, patchOp("{'op':'remove','path':'" + APPS + "'}"))
                .expect(200)
                .lacks("/" + APPS);
    }

    @Test
    @Proves("S-3.2-01")
    void rolesAndEntitlementsOfTheDraftAreReadOnly() {
        InMemoryRepository roles = InMemoryRepository.of(DraftTypes.draftRole());
        InMemoryRepository entitlements = InMemoryRepository.of(DraftTypes.draftEntitlement());
        for (InMemoryRepository repository : List.of(roles, entitlements)) {
            for (String value : List.of("global_lead", "us_team_lead")) {
                Attributes attributes = repository
                        .type()
                        .attributes()
                        .set("value", value)
                        .set("supported", true)
                        .set("totalAssignmentsUsed", 3)
                        .build();
                repository.create(RequestContext.of("host"), attributes);
            }
        }
        Scim service = Scim.of(Scim.builder().repositories(roles, entitlements));

        for (String endpoint : List.of("/Roles", "/Entitlements")) {
            Answer found = service.get(endpoint + "?filter=" + Scim.encoded("supported eq true and value sw 'us'"))
                    .expect(200)
                    .has("/totalResults", 1)
                    .has("/Resources/0/totalAssignmentsUsed", 3);
            String path = endpoint + "/" + found.at("/Resources/0/id").asText();
            service.get(path).expect(200).has("/value", "us_team_lead");
            service.patch(path, patchOp("{'op':'replace','path':'value','value':'x'}"))
                    .refused(400, "mutability");
            service.put(
                            path,
                            "{'schemas':['" + found.at("/Resources/0/schemas/0").asText()
                                    + "'],'externalId':'7','value':'x'}")
                    .expect(200)
                    .has("/externalId", "7")
                    .has("/value", "us_team_lead");
            service.delete(path).expect(204);
            service.get(endpoint).has("/totalResults", 1);
        }
    }
}
