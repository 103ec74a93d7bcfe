/** Operating systems of nodes: which are made for containers, and until when each gets patches. */
import type { Host } from '../model/facts.ts'
import type { World } from '../model/world.ts'
import { instanceOf } from './machines.ts'

/**
 * What the node, else its machine image, calls its operating system. Undefined where neither tells.
 * Throws `Unseen` where the image or the instance was not seen.
 */
export function osOf(host: Host, world: World<'instances' | 'machineImages'>): string | undefined {
  const told = host.node?.status?.nodeInfo?.osImage
  if (told) return told
  const id = instanceOf(host, world)?.ImageId
  return id === undefined ? undefined : world.find('machineImages', id)?.Name
}

const containerOs = [/^Bottlerocket|^bottlerocket-/, /^Amazon Linux 2023|al2023/, /^Flatcar/i, /^Talos/i, /^Fedora CoreOS/i, /Container-Optimized OS/i]

/** Whether the name is of an operating system that is built to run containers and little else. */
export const isContainerOs = (name: string): boolean => containerOs.some((pattern) => pattern.test(name))

/**
 * Last days of patches, `YYYY-MM-DD`, as their makers publish them; without paid extensions. Amazon Linux 2 is dated by
 * its last EKS AMI, since what is not built cannot be rolled out. Checked November 2026.
 */
const ends: readonly (readonly [pattern: RegExp, name: string, end: string])[] = [
  [/^Amazon Linux 2$|^amazon-eks-(gpu-|arm64-)?node-1\.\d+-v/, 'Amazon Linux 2', '2025-11-26'],
  [/^Amazon Linux AMI/, 'Amazon Linux 1', '2023-12-31'],
  [/^CentOS Linux 7/, 'CentOS 7', '2024-06-30'],
  [/^CentOS (Linux|Stream) 8/, 'CentOS 8', '2024-05-31'],
  [/^Red Hat Enterprise Linux( Server)? 7/, 'RHEL 7', '2024-06-30'],
  [/Atomic Host/, 'Project Atomic', '2019-12-31'],
  [/^RancherOS/, 'RancherOS', '2021-12-31'],
  [/^Container Linux by CoreOS/, 'CoreOS Container Linux', '2020-05-26'],
  [/^Debian GNU\/Linux ([1-9]|10) /, 'Debian 10 or older', '2024-06-30'],
  [/^Debian GNU\/Linux 11 /, 'Debian 11', '2026-08-31'],
  [/^Ubuntu 1[0-7]\./, 'Ubuntu older than 18.04', '2021-04-30'],
  [/^Ubuntu 18\.04/, 'Ubuntu 18.04', '2023-05-31'],
  [/^Ubuntu 20\.04/, 'Ubuntu 20.04', '2025-05-31'],
  [/^Ubuntu 22\.04/, 'Ubuntu 22.04', '2027-04-30'],
  [/^Ubuntu (18\.10|19\.|20\.10|21\.|22\.10|23\.)/, 'an Ubuntu interim release', '2024-07-31'],
  [/^Windows Server 2016/, 'Windows Server 2016', '2027-01-12'],
  [/^Windows Server 2019/, 'Windows Server 2019', '2029-01-09'],
  [/^Windows Server(, version)? (1[78]0\d|190\d|2004|20H2)/, 'a Windows Server semi-annual release', '2022-08-09'],
]

export interface EndOfLife {
  readonly name: string
  readonly end: string
}

/** When the operating system got its last patches, if that day is past. */
export function endOfLife(name: string, time: string): EndOfLife | undefined {
  const [, known, end] = ends.find(([pattern]) => pattern.test(name)) ?? []
  return known !== undefined && end !== undefined && end < time.slice(0, 10) ? { name: known, end } : undefined
}
