/** An ingress controller runs that gets no security fixes any more. */
import { containersOf, perPod } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'

/** Controllers whose makers have retired them, by the repository of their image. NGINX Inc.'s own controllers have other images. */
const retired: readonly { readonly name: string; readonly image: RegExp; readonly since: string }[] = [
  {
    name: 'ingress-nginx',
    image:
      /(^|\/)(ingress-nginx\/controller(-chroot)?|kubernetes-ingress-controller\/nginx-ingress-controller|bitnami(legacy)?\/nginx-ingress-controller)(:|@|$)/,
    since: 'archived in March 2026',
  },
  // Version 2 of what became the AWS Load Balancer Controller had the same repository.
  { name: 'the ALB Ingress Controller', image: /(^|\/)aws-alb-ingress-controller:v?1\./, since: 'replaced by the AWS Load Balancer Controller in 2020' },
]

const deployment = (image: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: controller, namespace: ingress}
spec: {template: {spec: {containers: [{name: controller, image: '${image}'}]}}}`

export default control({
  title: 'The ingress controllers are kept up by their makers',
  severity: 'high',
  about: 'workloads',
  why: `
    An ingress controller faces the internet and reads Secrets of the whole cluster. ingress-nginx was archived in March
    2026: flaws found since then stay open, and it has had several that gave the cluster away.`,
  fix: 'Move to the Gateway API with the AWS Load Balancer Controller, Envoy Gateway, Istio or another controller that is kept up; ingress2gateway converts the Ingress objects.',
  refs: [
    'https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/',
    'https://docs.aws.amazon.com/eks/latest/userguide/aws-load-balancer-controller.html',
  ],
  examples: {
    good: [
      deployment('public.ecr.aws/eks/aws-load-balancer-controller:v3.1.0'),
      deployment('nginx/nginx-ingress:5.3.0'),
      deployment('amazon/aws-alb-ingress-controller:v2.3.0'),
    ],
    bad: [
      deployment('registry.k8s.io/ingress-nginx/controller:v1.14.1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'),
      deployment('111122223333.dkr.ecr.us-west-2.amazonaws.com/mirror/ingress-nginx/controller:v1.11.0'),
      deployment('docker.io/amazon/aws-alb-ingress-controller:v1.1.9'),
    ],
  },
  judge: perPod((workload) => {
    for (const { value, at } of containersOf(workload)) {
      const { image } = value
      const found = typeof image === 'string' ? retired.find((one) => one.image.test(image)) : undefined
      if (found)
        return { says: `${image} is ${found.name} (${found.since})`, at: `${at}.image`, actual: image, wanted: 'a controller that gets security fixes' }
    }
    return undefined
  }),
})
