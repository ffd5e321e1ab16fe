// Publishes an event for each request.
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

const events = new EventBridgeClient();

export async function handler(request: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const entry = {
    EventBusName: process.env.EVENT_BUS_NAME,
    Source: 'budget.publisher',
    DetailType: 'Budget analysis requested',
    Detail: JSON.stringify({ EventName: process.env.EVENT_NAME, path: request.path }),
  };
  const result = await events.send(new PutEventsCommand({ Entries: [entry] }));
  if (result.FailedEntryCount) {
    throw new Error(`the event was not published: ${JSON.stringify(result.Entries)}`);
  }
  return { statusCode: 202, body: JSON.stringify({ eventId: result.Entries?.[0]?.EventId }) };
}
