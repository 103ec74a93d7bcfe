/** EKS says that the cluster cannot be upgraded as it is. */
import { control } from '../../model/control.ts'

export default control({
  title: 'Upgrade insights of EKS report no problem',
  severity: 'medium',
  about: 'insights',
  why: `
    A cluster that cannot be upgraded runs into the end of its support and of its patches. EKS looks every day for what stands in
    the way: old kubelets, APIs that are gone, add-ons that do not fit.`,
  fix: 'aws eks describe-insight --cluster-name CLUSTER --id INSIGHT tells which resources are meant and what to do about each.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/cluster-insights.html'],
  examples: {
    good: [`eks:ListInsights: {insights: [{id: i1, name: Deprecated APIs, insightStatus: {status: PASSING}}]}`],
    bad: [
      `eks:ListInsights: {insights: [{id: i1, name: Kubelet version skew, kubernetesVersion: "1.37", insightStatus: {status: ERROR, reason: "Old nodes were found."}}]}`,
      `eks:ListInsights: {insights: [{id: i1, name: Deprecated APIs, insightStatus: {status: WARNING}}]}`,
    ],
  },
  judge({ id, name, kubernetesVersion, insightStatus }) {
    const status = insightStatus?.status
    if (status === 'PASSING') return undefined
    if (status !== 'ERROR' && status !== 'WARNING') return { because: 'untold', detail: `EKS could not tell the status of insight ${name ?? id}` }
    const reason = insightStatus?.reason?.replace(/\s+/g, ' ')
    return {
      says: `${name ?? id}${kubernetesVersion === undefined ? '' : `, on the way to ${kubernetesVersion}`}: ${reason ?? status}`,
      at: 'insightStatus.status',
      actual: status,
      wanted: 'PASSING',
    }
  },
})
