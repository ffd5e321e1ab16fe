// Prints the event that it was started for.
const event = JSON.parse(process.env.STP_TRIGGER_EVENT_DATA);
console.log(`attempt ${process.env.STP_CURRENT_ATTEMPT} of ${process.env.STP_MAXIMUM_ATTEMPTS}`);
console.log(JSON.stringify(event, null, 2));
