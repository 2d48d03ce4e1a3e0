package dev.scimlet.protocol;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.DateTime;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Returned;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * A version that is made of nothing but what a client sees: equal for equal attributes, whatever the store, the node and
 * the order in lists; another one where they differ. What is never returned is no part of it.
 */
final class SeenVersion {

    /** Of the 32 bytes of a digest; two states of one resource will not meet in 128 bits. */
    private static final int BYTES = 16;

    private SeenVersion() {}

    static String of(Attributes seen) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest(seen), BYTES));
    }

    private static byte[] digest(Object value) {
        MessageDigest digest = sha256();
        update(digest, value);
        return digest.digest();
    }

    /** Says of each value where it ends, so that no two states are the same bytes; entries of lists in one order. */
    private static void update(MessageDigest digest, Object value) {
        if (value instanceof Attributes complex) {
            AttributeDefinition primary = complex.definition().primarySubAttribute();
            digest.update((byte) '{');
            for (AttributeDefinition attribute : complex.definition().subAttributes()) {
                Object part = complex.get(attribute);
                boolean notPrimary = attribute == primary && !Boolean.TRUE.equals(part);
                if (part != null && !notPrimary && attribute.returned() != Returned.NEVER) {
                    update(digest, attribute.name());
                    update(digest, part);
                }
            }
            digest.update((byte) '}');
        } else if (value instanceof Values list) {
            digest.update((byte) '[');
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(list.size()).array());
            list.stream().map(SeenVersion::digest).sorted(Arrays::compare).forEach(digest::update);
        } else {
            byte[] bytes = text(value).getBytes(StandardCharsets.UTF_8);
            digest.update((byte) '"');
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            digest.update(bytes);
        }
    }

    private static String text(Object value) {
        if (value instanceof BigDecimal number) {
            return number.stripTrailingZeros().toString();
        }
        return value instanceof DateTime time ? time.text() : value.toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
