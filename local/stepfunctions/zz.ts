import { readFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock } from '../clock';
import { stepFunctions } from './stepfunctions';
async function main(dir?: string){
const clock=new Clock();
const cloud:any={region:'eu-west-1',accountId:'123456789012',clock,dataDirectory:()=>dir,call:async()=>({}),assumeRole:()=>({principal:{kind:'role'}}),log:(s:string,m:string)=>console.log(m),endpoint:()=>''};
const s=stepFunctions(cloud);
const chain=(n:number)=>{const S:any={};for(let i=0;i<n;i++)S['P'+i]={Type:'Pass',...(i<n-1?{Next:'P'+(i+1)}:{End:true})};return {StartAt:'P0',States:S}};
const text=readFileSync('asl/booking.asl.json','utf8').replaceAll('${DDBUpdateItem}','arn:aws:states:::dynamodb:updateItem').replaceAll('${DDBGetItem}','arn:aws:states:::dynamodb:getItem').replaceAll('${DDBTable}','t');
for(const [name,d] of [['chain',JSON.stringify(chain(100))],['booking',text]] as const) await s.provision({type:'',name,address:name,config:{name,definition:d,role_arn:'r'}});
await s.start?.();
const call=(action:string,input:any)=>s.handle({action,input,principal:{kind:'developer'},requestId:'',traceId:''}) as any;
const arn=(m:string)=>`arn:aws:states:eu-west-1:123456789012:stateMachine:${m}`;
const run=async(m:string,n:number,input:any,conc=200)=>{const t=process.hrtime.bigint();let done=0;
 for(let i=0;i<n;i+=conc){ await Promise.all(Array.from({length:Math.min(conc,n-i)},(_,k)=>call('StartExecution',{stateMachineArn:arn(m),name:`x${m}${n}-${i+k}`,input:JSON.stringify(input)}))); }
 for(;;){const {executions}=await call('ListExecutions',{stateMachineArn:arn(m),statusFilter:'RUNNING',maxResults:1});if(executions.length===0)break;await new Promise(r=>setImmediate(r));}
 const ms=Number(process.hrtime.bigint()-t)/1e6;return ms};
await run('chain',200,{});
let ms=await run('chain',3000,{a:1}); console.log(dir?'disk':'memory','pass transitions/s',Math.round(3000*100/ms*1000));
const input={details:{accountId:'a1',guestId:'g',reservedAt:new Date().toISOString(),holdExpiresAt:new Date(Date.now()-1000).toISOString()}};
await run('booking',500,input);
ms=await run('booking',6000,input); console.log(dir?'disk':'memory','booking executions/s',Math.round(6000/ms*1000));
// waiting
const g=(globalThis as any).gc; g?.(); const before=process.memoryUsage();
const later={details:{...input.details,holdExpiresAt:new Date(Date.now()+3600e3).toISOString()}};
const N=100000; let t=Date.now();
for(let i=0;i<N;i+=500) await Promise.all(Array.from({length:500},(_,k)=>call('StartExecution',{stateMachineArn:arn('booking'),name:'w'+(i+k),input:JSON.stringify(later)})));
await new Promise(r=>setTimeout(r,3000)); g?.();
const after=process.memoryUsage(); console.log('started',N,'in',Date.now()-t,'ms; bytes each heap',Math.round((after.heapUsed-before.heapUsed)/N),'rss',Math.round((after.rss-before.rss)/N));
await s.stop(); clock.stop();
if(dir){ const clock2=new Clock(); const s2=stepFunctions({...cloud,clock:clock2}); const t2=Date.now(); for(const [name,d] of [['booking',text]] as const) await s2.provision({type:'',name,address:name,config:{name,definition:d,role_arn:'r'}}); await s2.start?.(); console.log('recovered in',Date.now()-t2); await s2.stop(); clock2.stop(); }
}
main(process.argv[2]==='disk'?mkdtempSync(join(tmpdir(),'sfn-')):undefined);
