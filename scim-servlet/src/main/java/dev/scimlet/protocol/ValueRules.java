package dev.scimlet.protocol;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Checks for {@link ScimService.Builder#valueRule} that RFC 7643 §4.1.2 recommends and that no profile switches on. */
public final class ValueRules {

    /** RFC 5321 §4.1.2, without comments and quoted local parts, which no identity provider sends. */
    private static final Pattern MAILBOX = Pattern.compile(
            "[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\\.[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]+)*@[\\p{L}\\p{N}](?:[\\p{L}\\p{N}.-]*[\\p{L}\\p{N}])?");

    /** RFC 5321 §4.5.3.1: a path has at most 256 octets with its brackets. */
    private static final int LONGEST_MAILBOX = 254;

    private ValueRules() {}

    /** An address as RFC 5321 has it; the value stays as it is. */
    public static UnaryOperator<String> mailbox() {
        return text -> {
            if (text.length() > LONGEST_MAILBOX || !MAILBOX.matcher(text).matches()) {
                throw ScimException.of(ErrorType.INVALID_VALUE, "an e-mail address must look like name@example.com");
            }
            return text;
        };
    }

    /** Exactly one X.509 certificate in DER, as base64; the value stays as it is. */
    public static UnaryOperator<String> oneCertificate() {
        return text -> {
            try {
                ByteArrayInputStream der =
                        new ByteArrayInputStream(Base64.getMimeDecoder().decode(text));
                CertificateFactory.getInstance("X.509").generateCertificate(der);
                if (der.available() == 0) {
                    return text;
                }
            } catch (CertificateException malformed) {
                throw ScimException.of(
                        ErrorType.INVALID_VALUE, "'x509Certificates' must hold a certificate in DER, as base64");
            }
            throw ScimException.of(
                    ErrorType.INVALID_VALUE, "'x509Certificates' must hold one certificate in each entry");
        };
    }
}
