/** A Service opens a port on every node. */
import { isNot, object } from '../../demand/words.ts'
import { control } from '../../model/control.ts'

const service = (spec: string) => `{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {${spec}}}`

export default control({
  title: 'No Service opens a port on every node',
  severity: 'medium',
  about: 'services',
  must: object('spec.type', isNot('NodePort')),
  why: `
    A node port answers on every node, with or without a pod of the Service on it, past the load balancer and its rules.
    Whoever reaches a node reaches the Service, and security groups are then opened for 2,768 ports to make it work.`,
  fix: 'Set spec.type to ClusterIP and publish the Service by an Ingress or a Gateway, or by a load balancer with IP targets.',
  refs: ['https://kubernetes.io/docs/concepts/services-networking/service/', 'https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html'],
  examples: {
    good: [service('type: ClusterIP, ports: [{port: 80}]'), service('ports: [{port: 80}]'), service('type: LoadBalancer, ports: [{port: 443}]')],
    bad: [service('type: NodePort, ports: [{port: 80, nodePort: 30080}]'), service('type: NodePort, externalTrafficPolicy: Local, ports: [{port: 443}]')],
  },
  remedy: ({ metadata: { name, namespace } }) => ({
    says: 'Publish the Service another way, then close the node port',
    risk: 'outage',
    steps: [{ do: 'tell', text: `kubectl patch service ${name} -n ${namespace} --type merge -p '{"spec":{"type":"ClusterIP"}}'` }],
  }),
})
