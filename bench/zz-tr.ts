import { measureInChild } from '/work/main/bench/child';
import { readEvents } from '/work/main/bench/events';
for (const platform of (process.argv[3]??'braze,segment,mparticle,bloomreach,klaviyo,webhook').split(',')) {
const f = await measureInChild('translate.ts', {events: readEvents(), short: process.argv[2]!=='full', bundles:{}, stubUrl:'', options:{platform}}, '/tmp/bench-tr');
for (const x of f) console.log(x.name.padEnd(60), x.value.toFixed(1), x.limit!.value.toFixed(1), x.ratio!.toFixed(2));
}
