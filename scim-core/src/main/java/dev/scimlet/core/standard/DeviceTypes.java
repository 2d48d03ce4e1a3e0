package dev.scimlet.core.standard;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.Schema;
import java.util.List;

/**
 * The resource types of RFC 9944: devices, and the applications that control them. They are schemas and nothing else:
 * register one like any own type.
 *
 * <pre>{@code
 * ScimService.builder().repositories(InMemoryRepository.of(DeviceTypes.device()))
 * }</pre>
 *
 * <p>Two things the RFC writes cannot be said with RFC 7643 and differ here. Pairing methods of BLE stand beside the
 * extension {@code ble}, as the extensions that they are, not inside its object; those without data of their own have no
 * schema. And the uniqueness of an address within its manufacturer or enterprise is not one of the keywords of RFC 7643
 * §7: it is stated as none, and nothing enforces it.
 */
public final class DeviceTypes {

    /** {@code urn:ietf:params:scim:schemas:core:2.0:Device}. */
    public static final Schema DEVICE = StandardSchemas.load("Device");

    /** {@code urn:ietf:params:scim:schemas:core:2.0:EndpointApp}. */
    public static final Schema ENDPOINT_APP = StandardSchemas.load("EndpointApp");

    /** The extensions of devices: one for each way to join a network, and the applications of a device. */
    public static final List<Schema> DEVICE_EXTENSIONS = List.of(
            StandardSchemas.load("DeviceBle"),
            StandardSchemas.load("DevicePairingPassKey"),
            StandardSchemas.load("DevicePairingOob"),
            StandardSchemas.load("DeviceDpp"),
            StandardSchemas.load("DeviceEthernetMab"),
            StandardSchemas.load("DeviceFdo"),
            StandardSchemas.load("DeviceZigbee"),
            StandardSchemas.load("DeviceEndpointApps"));

    private DeviceTypes() {}

    /** {@code Device} at {@code /Devices} with all extensions. */
    public static ResourceType device() {
        ResourceType.Builder device = deviceBuilder();
        DEVICE_EXTENSIONS.forEach(device::extension);
        return device.build();
    }

    /** {@code Device} at {@code /Devices} without extensions, to add some. */
    public static ResourceType.Builder deviceBuilder() {
        return ResourceType.builder("Device", DEVICE);
    }

    /** {@code EndpointApp} at {@code /EndpointApps}. */
    public static ResourceType endpointApp() {
        return ResourceType.builder("EndpointApp", ENDPOINT_APP).build();
    }
}
