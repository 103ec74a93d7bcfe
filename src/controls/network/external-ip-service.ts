/** A Service claims addresses outside the cluster by spec.externalIPs. */
import { control } from '../../model/control.ts'

const service = (spec: string) => `{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {ports: [{port: 80}]${spec}}}`

export default control({
  title: 'No Service claims external IPs',
  severity: 'medium',
  about: 'services',
  why: `
    Nodes send traffic for an external IP to the pods of whichever Service claims it, whoever owns the address. So who may
    edit a Service can catch what other pods send to that address (CVE-2020-8554).`,
  fix: 'Remove spec.externalIPs; use a load balancer. Deny the field by an admission policy.',
  refs: ['https://kubernetes.io/docs/concepts/services-networking/service/'],
  examples: {
    good: [service(''), service(', externalIPs: []')],
    bad: [service(', externalIPs: [203.0.113.200]'), service(', type: LoadBalancer, externalIPs: [198.51.100.1, 198.51.100.2]')],
  },
  judge({ spec }) {
    const addresses = Array.isArray(spec?.externalIPs) ? spec.externalIPs : []
    return addresses.length === 0
      ? undefined
      : { says: `spec.externalIPs claims ${addresses.slice(0, 3).join(', ')}`, at: 'spec.externalIPs', actual: addresses, wanted: 'no external IPs' }
  },
  remedy: ({ metadata: { name, namespace } }) => ({
    says: 'Take the addresses out of the Service',
    risk: 'outage',
    steps: [
      { do: 'patch', on: { kind: 'Service', apiVersion: 'v1', name, ...(namespace !== undefined && { namespace }) }, edits: [{ path: 'spec.externalIPs' }] },
    ],
  }),
})
