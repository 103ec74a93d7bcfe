/** Karpenter makes nodes whose metadata is open to pods. */
import { control } from '../../model/control.ts'

export default control({
  title: 'Karpenter node classes ask for tokens and set hop limit 1',
  severity: 'high',
  about: 'ec2NodeClasses',
  why: `
    Karpenter asks for tokens and allows one hop unless the node class says otherwise. Whoever raised the limit for one
    workload opened the node's role to every pod on every node of the class.`,
  fix: 'Remove spec.metadataOptions from the EC2NodeClass, or set httpTokens: required and httpPutResponseHopLimit: 1.',
  refs: ['https://karpenter.sh/docs/concepts/nodeclasses/', 'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html'],
  examples: {
    good: [
      `{apiVersion: karpenter.k8s.aws/v1, kind: EC2NodeClass, metadata: {name: default}, spec: {role: nodes}}`,
      `{apiVersion: karpenter.k8s.aws/v1, kind: EC2NodeClass, metadata: {name: default}, spec: {metadataOptions: {httpTokens: required, httpPutResponseHopLimit: 1}}}`,
    ],
    bad: [
      `{apiVersion: karpenter.k8s.aws/v1, kind: EC2NodeClass, metadata: {name: default}, spec: {metadataOptions: {httpTokens: required, httpPutResponseHopLimit: 2}}}`,
      `{apiVersion: karpenter.k8s.aws/v1, kind: EC2NodeClass, metadata: {name: default}, spec: {metadataOptions: {httpTokens: optional}}}`,
    ],
  },
  judge({ spec }) {
    const { httpTokens, httpPutResponseHopLimit: hops, httpEndpoint } = spec?.metadataOptions ?? {}
    if (httpEndpoint === 'disabled') return undefined
    if (httpTokens !== undefined && httpTokens !== 'required')
      return { says: `httpTokens is ${httpTokens}`, at: 'spec.metadataOptions.httpTokens', actual: httpTokens, wanted: 'required' }
    return hops !== undefined && hops > 1
      ? { says: `httpPutResponseHopLimit is ${hops}`, at: 'spec.metadataOptions.httpPutResponseHopLimit', actual: hops, wanted: 1 }
      : undefined
  },
  remedy: ({ apiVersion, kind, metadata: { name } }) => ({
    says: 'Take the exceptions out of the node class',
    risk: 'outage',
    steps: [
      {
        do: 'patch',
        on: { apiVersion, kind, name },
        edits: [
          { path: 'spec.metadataOptions.httpTokens', value: 'required' },
          { path: 'spec.metadataOptions.httpPutResponseHopLimit', value: 1 },
        ],
      },
    ],
  }),
})
