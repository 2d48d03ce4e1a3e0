package dev.scimlet.directory.https;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Which addresses belong to somebody outside: none of them leads into a network of our own. */
public final class PublicAddresses {

    private PublicAddresses() {}

    /** Whether it leads to somebody outside. */
    public static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address ? isPublicV6(bytes) : isPublicV4(bytes);
    }

    private static boolean isPublicV4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        boolean ofThisNetwork = first == 0;
        boolean ofCarrier = first == 100 && second >= 64 && second < 128;
        boolean ofProtocols = first == 192 && second == 0 && bytes[2] == 0;
        boolean ofBenchmarks = first == 198 && (second == 18 || second == 19);
        boolean reserved = first >= 240;
        return !ofThisNetwork && !ofCarrier && !ofProtocols && !ofBenchmarks && !reserved;
    }

    private static boolean isPublicV6(byte[] bytes) {
        boolean uniqueLocal = (bytes[0] & 0xfe) == 0xfc;
        boolean tunnelled = startsWith(bytes, 0x20, 0x02) || startsWith(bytes, 0x20, 0x01, 0, 0);
        // Of translators for networks of their own, where the IPv4 address may stand anywhere (RFC 8215)
        boolean translatedLocally = startsWith(bytes, 0, 0x64, 0xff, 0x9b, 0, 1);
        if (uniqueLocal || tunnelled || translatedLocally) {
            return false;
        }
        // What a translator or an old notation leads to is the IPv4 address at the end
        boolean translated = startsWith(bytes, 0, 0x64, 0xff, 0x9b);
        boolean compatible = startsWith(bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        return !translated && !compatible || isPublic(v4(Arrays.copyOfRange(bytes, 12, 16)));
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        for (int i = 0; i < start.length; i++) {
            if ((bytes[i] & 0xff) != start[i]) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress v4(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }
}
