import { readdirSync, readFileSync } from 'node:fs';
import { readAirEvent } from '../../functions/air/event';
import { parseJson } from '../../functions/air/json';
import { NOTHING_KNOWN } from '../../functions/air/known';
import { select } from '../../functions/air/naming';
import { translate } from '../../functions/air/translate';
import { batchItems } from '../../functions/delivery/batching';
import { minimalBraze } from '../limits/minimal-braze';
import { exampleConnectors } from './example-connectors';
const dir='/work/shared/air-events';
const texts=readdirSync(dir).filter(f=>f.endsWith('.json')&&f!=='facts.json').map(f=>readFileSync(dir+'/'+f,'utf8'));
const c=exampleConnectors().find(x=>x.name===(process.argv[2]??'braze'))!;
const { outbound, settings } = c;
const known = <T extends { identity: unknown }>(all: readonly T[]) => all.filter(({ identity }) => identity);
const T:Record<string,number[][]>={};
const steps=['parseJson','read','translate','select','items','batch','request','total','min','JSON.parse'];
for(const s of steps)T[s]=texts.map(()=>[]);
let sink=0;
function one(i:number){
 const text=texts[i]!;
 const t0=performance.now();
 const json=parseJson(text);
 const t1=performance.now();
 const reading=readAirEvent(json); if(!('event' in reading))throw 0; const event=reading.event;
 const t2=performance.now();
 const tr=translate(event,settings,NOTHING_KNOWN);
 const t3=performance.now();
 const {events,profiles}=select(tr,settings,event.eventId);
 const t4=performance.now();
 const {items}=outbound.items(known(events),known(profiles),settings);
 const t5=performance.now();
 const calls=batchItems(items,(t)=>outbound.limits(t,settings));
 const t6=performance.now();
 const r=calls.map(x=>outbound.request(x,settings));
 const t7=performance.now();
 sink+=r.length;
 T.parseJson![i]!.push(t1-t0);T.read![i]!.push(t2-t1);T.translate![i]!.push(t3-t2);T.select![i]!.push(t4-t3);T.items![i]!.push(t5-t4);T.batch![i]!.push(t6-t5);T.request![i]!.push(t7-t6);T.total![i]!.push(t7-t0);
}
function min(i:number){const t=performance.now();sink+=minimalBraze(texts[i]!).length;T.min![i]!.push(performance.now()-t)}
function parse(i:number){const t=performance.now();sink+=JSON.parse(texts[i]!)?1:0;T['JSON.parse']![i]!.push(performance.now()-t)}
const N=+(process.argv[3]??4000);
for(let r=0;r<N;r++){ if(r===N-500)for(const s of steps)T[s]=texts.map(()=>[]); for(let i=0;i<texts.length;i++){one(i);min(i);parse(i)}}
const med=(a:number[])=>a.sort((x,y)=>x-y)[a.length>>1]!*1000;
for(const s of steps)console.log(s.padEnd(12),(T[s]!.reduce((n,a)=>n+med(a),0)/texts.length).toFixed(2));
