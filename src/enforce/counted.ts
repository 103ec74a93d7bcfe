/** What API servers have counted of faults, out of their metrics: how often a policy found one, in whatever mode. */

/** One API server, from its start on. */
export interface Count {
  /** Seconds since 1970 at which its process started: tells one server from another, and from itself before a restart. */
  readonly server: string
  /** Binding -> faults found. A server names only those that it has seen. */
  readonly faults: ReadonlyMap<string, number>
}

const metric = 'apiserver_validating_admission_policy_check_total'

/**
 * A server counts a fault once for each action of the binding. All of ours act by `Audit`, so that its count is the number
 * of faults. Dry runs are counted too; updates that leave an old fault as it is are not, since they pass.
 *
 * @param text in the format of Prometheus
 * @returns undefined where it is no API server's, or of one that tells no start
 */
export function countIn(text: string): Count | undefined {
  const server = /^process_start_time_seconds (\S+)$/m.exec(text)?.[1]
  if (server === undefined) return undefined
  const faults = new Map<string, number>()
  for (const [, labels = '', value] of text.matchAll(new RegExp(`^${metric}\\{([^}]*)\\} (\\S+)`, 'gm'))) {
    const binding = /policy_binding="([^"]*)"/.exec(labels)?.[1]
    if (binding !== undefined && labels.includes('enforcement_action="audit"')) faults.set(binding, (faults.get(binding) ?? 0) + Number(value))
  }
  return { server, faults }
}

/** `{"1732650000.5": 3}`: what each server that was read had counted for a binding. */
export const countedFor = (binding: string, counts: readonly Count[]): string =>
  JSON.stringify(Object.fromEntries(counts.map(({ server, faults }) => [server, faults.get(binding) ?? 0])))

/** Faults counted since. A server that was not read then, since it is new or was not met, counts from its start. */
export function faultsSince(binding: string, counted: string | undefined, counts: readonly Count[]): number {
  let before: Readonly<Record<string, unknown>> = {}
  try {
    before = (JSON.parse(counted ?? '{}') ?? {}) as typeof before
  } catch {
    // Written by others: then all that was ever counted counts.
  }
  return counts.reduce((sum, { server, faults }) => sum + Math.max(0, (faults.get(binding) ?? 0) - (Number(before[server] ?? 0) || 0)), 0)
}
