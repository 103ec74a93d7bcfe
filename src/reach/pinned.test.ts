/** Names of images from evidence: the digest that all replicas run, the cache of the account; else a question. */
import { describe, expect, it } from 'vitest'
import { exampleWorld } from '../../test/kit/example-world.ts'
import { asked } from '../model/asked.ts'
import { namedImages, parseImage, pinned } from './images.ts'
import { mirrored } from './mirrors.ts'

const a = `sha256:${'a'.repeat(64)}`
const b = `sha256:${'b'.repeat(64)}`
const web = `{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: web, namespace: shop}, spec: {template: {spec: {containers: [{name: web, image: 'nginx:1.27'}]}}}}
`
const pod = (name: string, imageID: string, image = 'docker.io/library/nginx:1.27', phase = 'Running') => `---
{apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: web, controller: true}]}, spec: {containers: [{name: web, image: 'nginx:1.27'}]}, status: {phase: ${phase}, containerStatuses: [{name: web, image: '${image}', imageID: '${imageID}'}]}}
`
const hub = 'docker.io/library/nginx@'

function first(yaml: string) {
  const { world } = exampleWorld(yaml)
  const workload = world.all('workloads')[0]!
  return { world, workload, named: namedImages(workload)[0]! }
}

describe('pinned', () => {
  const path = 'spec.template.spec.containers[0].image'
  const question = { path, value: asked('image-digest', { before: 'nginx:1.27@' }) }
  const known = { path, value: `nginx:1.27@${a}`, from: 'runs in pod shop/web-0' }

  it.each([
    ['all replicas agree', pod('web-0', hub + a) + pod('web-1', hub + a), known],
    ['one has not started', pod('web-0', hub + a) + pod('web-1', '', 'nginx:1.27', 'Pending'), known],
    ['one that ended ran another', pod('web-0', hub + a) + pod('web-1', hub + b, undefined, 'Failed'), known],
    ['replicas differ', pod('web-0', hub + a) + pod('web-1', hub + b), question],
    ['a roll-out is on its way', pod('web-0', hub + a, 'docker.io/library/nginx:1.26'), question],
    ['the node knows the image by another repository', pod('web-0', `quay.io/shop/nginx@${a}`), question],
    ['the node tells no digest of a registry', pod('web-0', a), question],
    ['no pod was seen', '', question],
  ])('%s', (_, pods, edit) => {
    const { workload, named } = first(web + pods)
    expect(pinned(workload, named)).toEqual(edit)
  })
})

describe('mirrored', () => {
  const cluster = `---
eks:DescribeCluster: {cluster: {name: c, arn: 'arn:aws:eks:us-west-2:111122223333:cluster/c'}}
`
  const rule = (more: string) => `---
ecr:DescribePullThroughCacheRules: {pullThroughCacheRules: [{ecrRepositoryPrefix: docker-hub, upstreamRegistryUrl: registry-1.docker.io${more}}]}
`
  const move = (yaml: string) => {
    const { world, workload, named } = first(yaml)
    const { value, from } = mirrored(workload, named, parseImage(named.value)!, world)
    return { value, from }
  }

  it('takes the cache rule of the account, and the digest that runs', () => {
    expect(move(web + pod('web-0', hub + a) + cluster + rule(', upstreamRepositoryPrefix: ROOT'))).toEqual({
      value: `111122223333.dkr.ecr.us-west-2.amazonaws.com/docker-hub/library/nginx:1.27@${a}`,
      from: 'pull-through cache rule docker-hub, digest runs in pod shop/web-0',
    })
  })

  it('asks where there is no rule for the whole registry', () => {
    const question = { value: asked('registry-mirror', { key: 'docker.io', after: '/library/nginx:1.27' }), from: undefined }
    expect(move(web + cluster + rule(', upstreamRepositoryPrefix: library'))).toEqual(question)
    expect(move(web + cluster)).toEqual(question)
  })
})
