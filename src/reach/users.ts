/** As whom a container is told to run. */
import type { Podded } from '../demand/pods.ts'
import type { Container } from '../model/kubernetes.ts'

/** The Windows account a container is told to run as, its own or the pod's. */
export function windowsUserOf({ pod }: Podded, { securityContext }: Container): string | undefined {
  return securityContext?.windowsOptions?.runAsUserName ?? pod.spec?.securityContext?.windowsOptions?.runAsUserName
}

/** Whether a Windows account rules the container. A name may carry a domain, and case means nothing in it. */
export function isWindowsAdministrator(name: string): boolean {
  return /(^|\\)(containeradministrator|administrator|system|local ?system)$/i.test(name.trim())
}

/** Whether the pod or the container names a user for it that is not root; the image has no say then. */
export function isToldNonRoot(subject: Podded, container: Container): boolean {
  if (subject.os === 'windows') {
    const name = windowsUserOf(subject, container)
    return name !== undefined && !isWindowsAdministrator(name)
  }
  const user: unknown = container.securityContext?.runAsUser ?? subject.pod.spec?.securityContext?.runAsUser
  return typeof user === 'number' && user > 0
}
