/** How anything is pointed at: a Kubernetes object, an AWS resource, a node, an account. */
import type { KubeObject } from './kubernetes.ts'

export interface Ref {
  /** Kubernetes kind (`Deployment`) or CloudFormation type (`AWS::EKS::Cluster`). */
  readonly kind: string
  /** `group/version` of a Kubernetes object; absent for everything else. */
  readonly apiVersion?: string
  readonly namespace?: string
  readonly name: string
}

/** How a Kubernetes object is pointed at. */
export function objectRef({ apiVersion, kind, metadata: { name, namespace } }: KubeObject): Ref {
  return { kind, apiVersion, ...(namespace !== undefined && { namespace }), name }
}

/** `Deployment retail/ui`, `AWS::EKS::Cluster shop-prod`: how a Ref is shown to people. */
export function showRef(ref: Ref): string {
  return `${ref.kind} ${ref.namespace ? `${ref.namespace}/` : ''}${ref.name}`
}

/** A key that two Refs share only when they point at the same thing. */
export function refKey(ref: Ref): string {
  return `${ref.kind}\u0000${ref.namespace ?? ''}\u0000${ref.name}`
}
