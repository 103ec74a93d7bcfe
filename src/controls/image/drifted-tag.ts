/** Replicas of one workload run different images under one name. */
import { control } from '../../model/control.ts'
import { runningImages, showImage } from '../../reach/images.ts'

const pod = (name: string, digest: string) => `---
{apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: web, controller: true}]}, spec: {containers: [{name: web, image: 'shop/web:1.4'}]}, status: {phase: Running, containerStatuses: [{name: web, image: 'shop/web:1.4', imageID: 'docker.io/shop/web@sha256:${digest}'}]}}
`
const web = (
  ...images: string[]
) => `{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: web, namespace: shop}, spec: {template: {spec: {containers: [${images.map((image, i) => `{name: web${i || ''}, image: '${image}'}`).join(', ')}]}}}}
`

export default control({
  title: 'Replicas of a workload run the same image',
  severity: 'medium',
  about: 'workloads',
  applies: ({ pods }) => pods.length > 1,
  why: `
    Two digests under one tag prove that the tag was moved while the workload ran: some replicas run code that nobody rolled
    out. It may be a careless push, and it may be an attacker's.`,
  fix: 'Find out which digest is meant and who pushed the other (CloudTrail: ecr:PutImage), name the digest in the workload, and make the tags of the repository immutable.',
  refs: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html'],
  examples: {
    good: [
      web('shop/web:1.4') + pod('web-0', 'aa') + pod('web-1', 'aa'),
      // A roll-out in progress: two names, two digests.
      `${web('shop/web:1.5') + pod('web-0', 'aa') + pod('web-1', 'bb').replaceAll('web:1.4', 'web:1.5')}`,
    ],
    bad: [web('shop/web:1.4') + pod('web-0', 'aa') + pod('web-1', 'bb'), web('shop/web:1.4') + pod('web-0', 'aa') + pod('web-1', 'aa') + pod('web-2', 'cc')],
  },
  judge(workload) {
    const digests = new Map<string, { at: string | undefined; container: string; name: string; found: Set<string> }>()
    for (const {
      container,
      image: { digest, ...image },
      at,
    } of runningImages(workload)) {
      if (digest === undefined || image.tag === undefined) continue
      const name = showImage(image)
      const entry = digests.get(`${container} ${name}`) ?? { at, container, name, found: new Set<string>() }
      digests.set(`${container} ${name}`, entry)
      entry.found.add(digest)
    }
    return [...digests.values()].flatMap(({ at, container, name, found }) => {
      if (found.size < 2) return []
      return [
        {
          says: `container ${container}: ${name} is ${[...found].map((digest) => digest.slice(0, 19)).join(' and ')} on different pods`,
          ...(at !== undefined && { at }),
          wanted: 'one digest',
        },
      ]
    })
  },
})
