// Tests wait for conditions. This only ends one that waits for what never comes, on the slowest machine, too.
// Here because Jest does not read testTimeout from a project's configuration.
jest.setTimeout(300_000);

// A test that asserts nothing proves nothing: it fails.
beforeEach(() => expect.hasAssertions());
