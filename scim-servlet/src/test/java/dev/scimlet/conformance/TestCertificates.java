package dev.scimlet.conformance;

import java.io.ByteArrayOutputStream;
import java.util.Base64;

/** A certificate that certifies nothing. */
final class TestCertificates {

    /** Self-signed, of the name "test". */
    static final String ONE =
            "MIIBdDCCARugAwIBAgIUc2WwKIzl4uZzk+kxQr8ctKR0jWwwCgYIKoZIzj0EAwIwDzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjEyMjE5MzRaGA8yMTI2MTAyODIyMTkzNFowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBayHjYUufCQUU95S4kGWRXsOVfBo9vWNbMDvyjyVu80Og0GGzbaBGRjAoQt/BHSPmQA6jzRZ5FnHK76Zmbq7K6jUzBRMB0GA1UdDgQWBBQI9otn/yf6O6V/ZqvMzePUvWtwQzAfBgNVHSMEGDAWgBQI9otn/yf6O6V/ZqvMzePUvWtwQzAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIAnui8e9RBDQ/4SfJKfW1cw3r1SqeMwsB/hJatnMZ3PkAiBpve0xmef5ZwSR7G5r5qXf6+Z0FDvOSHS4xLxylFYkWw==";

    private TestCertificates() {}

    static String twice() {
        byte[] one = Base64.getDecoder().decode(ONE);
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        two.writeBytes(one);
        two.writeBytes(one);
        return Base64.getEncoder().encodeToString(two.toByteArray());
    }
}
