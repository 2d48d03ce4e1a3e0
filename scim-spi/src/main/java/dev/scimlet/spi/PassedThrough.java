package dev.scimlet.spi;

/** Carries a conflict past those who would run the work again. */
final class PassedThrough extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ConflictException conflict;

    PassedThrough(ConflictException conflict) {
        super(conflict.getMessage(), conflict, false, false);
        this.conflict = conflict;
    }

    ConflictException conflict() {
        return conflict;
    }
}
