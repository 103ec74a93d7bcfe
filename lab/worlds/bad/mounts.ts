/** Where the bad cluster's objects and its account meet: what volumes lead to, which machine answers its pods. */
export const volume = 'vol-0bad0bad0bad0bad0'
export const bucket = 'orders-111122223333'
export const fileSystem = { own: 'fs-0a1b2c3d4e5f60718', open: 'fs-0bad0bad0bad0bad0' } as const
/** The machine whose metadata pods can reach. */
export const openAt = '10.42.100.21'
