package dev.scimlet.directory;

/**
 * A credential that was made just now. Nobody can read its secret again: show it once.
 *
 * @param secret what is pasted into the provider
 * @param credential what is kept of it
 */
public record NewCredential(String secret, Credential credential) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "new " + credential;
    }
}
