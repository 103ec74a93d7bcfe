/** What a world of the lab is: a cluster as its owner made it, in objects, kubelets and people. */
import type { KubeObject } from '../kube-api.ts'

/** Who may come in: an access entry with its policies, in the words of the EKS API. */
export interface AccessEntry {
  readonly principalArn: string
  readonly type?: string
  readonly username?: string
  readonly kubernetesGroups?: readonly string[]
  readonly policies?: readonly { readonly policyArn: string; readonly accessScope: { readonly type: string; readonly namespaces?: readonly string[] } }[]
}

export interface PodIdentityAssociation {
  readonly namespace: string
  readonly serviceAccount: string
}

export interface FargateProfile {
  readonly fargateProfileName: string
  readonly selectors: readonly { readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> }[]
}

/** What a kubelet's `/configz` says. */
export interface Configz {
  readonly kubeletconfig: Readonly<Record<string, unknown>>
}

export interface World {
  readonly name: string
  readonly cluster: string
  readonly account: string
  readonly region: string
  /** URL that signs service account tokens. */
  readonly issuer: string
  /** Every object, in any order. An object that has a status comes back to life with it. */
  readonly objects: readonly KubeObject[]
  /** What kubelets say, by node name; `*` for nodes that are not named. A node without is one that does not answer. */
  readonly kubelets: Readonly<Record<string, Configz>>
  /** ARNs behind the fixed tokens `lab-token-<person>`. */
  readonly people: Readonly<Record<string, string>>
  readonly access: readonly AccessEntry[]
  readonly podIdentity?: readonly PodIdentityAssociation[]
  readonly fargateProfiles?: readonly FargateProfile[]
}
