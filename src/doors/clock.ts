/** The door to the clock: the one place that knows what time it is. */

/** Now, ISO 8601 in UTC. */
export const now = (): string => new Date().toISOString()
