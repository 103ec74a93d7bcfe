/** What the lab tells the process that plays the parts EKS runs beside the API server. */
import type { AccessEntry, Configz, FargateProfile, PodIdentityAssociation } from '../worlds/world.ts'

export interface SideSettings {
  readonly run: string
  /** URL of the API server. */
  readonly server: string
  readonly hooksPort: number
  /** Port at which kwok answers as a kubelet. */
  readonly kwokPort: number
  /** URL of the AWS stand-in, where there is one. */
  readonly aws?: string
  readonly cluster: string
  readonly account: string
  readonly region: string
  /** Fixed tokens and the ARN of whom they stand for. */
  readonly tokens: Readonly<Record<string, string>>
  readonly access: readonly AccessEntry[]
  readonly podIdentity: readonly PodIdentityAssociation[]
  readonly fargateProfiles: readonly FargateProfile[]
  readonly kubelets: readonly KubeletSettings[]
  /** What every node that is not among them says, if anything. */
  readonly otherKubelets?: Configz
}

export interface KubeletSettings {
  readonly node: string
  /** The node's InternalIP. */
  readonly address: string
  /** Port of 127.0.0.1 at which it listens; without one it is reached through the tunnel alone. */
  readonly port?: number
  readonly configz: Configz
}
