/** An Ingress writes raw configuration into the ingress controller. */
import { control } from '../../model/control.ts'
import { joinPath } from '../../model/path.ts'

/** Annotations of NGINX controllers whose values land in the configuration file as they are. */
const snippet = /^(nginx\.ingress\.kubernetes\.io|nginx\.org)\/([\w.]+-)*snippets?$/

const ingress = (annotations: string) =>
  `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web, namespace: shop, annotations: ${annotations}}, spec: {ingressClassName: nginx}}`

export default control({
  title: 'No Ingress writes raw configuration into its controller',
  severity: 'high',
  about: 'ingresses',
  why: `
    A snippet is code for the controller, and the controller reads the Secrets of all namespaces. Whoever may write one
    Ingress reads them with it.`,
  fix: 'Replace the snippet by the annotation or route that does the same, and set allow-snippet-annotations: "false" in the ConfigMap of the controller.',
  refs: ['https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/'],
  examples: {
    good: [
      ingress('{nginx.ingress.kubernetes.io/rewrite-target: /}'),
      `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web, namespace: shop}}`,
    ],
    bad: [
      ingress('{nginx.ingress.kubernetes.io/configuration-snippet: \'more_set_headers "X: y";\'}'),
      ingress("{nginx.org/server-snippets: 'location /x {}'}"),
    ],
  },
  judge: ({ metadata: { annotations } }) =>
    Object.keys(annotations ?? {})
      .filter((key) => snippet.test(key))
      .map((key) => ({ says: `annotation ${key} is code for the controller`, at: joinPath('metadata.annotations', key), wanted: 'no snippet' })),
})
