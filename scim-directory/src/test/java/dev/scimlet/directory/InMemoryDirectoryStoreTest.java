package dev.scimlet.directory;

final class InMemoryDirectoryStoreTest extends DirectoryStoreContract {

    @Override
    protected DirectoryStore emptyStore() {
        return new InMemoryDirectoryStore();
    }
}
