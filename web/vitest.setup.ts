// Nothing in a unit test may reach the network.
globalThis.fetch = (input: RequestInfo | URL) => Promise.reject(new Error(`network is off: ${String(input)}`));
