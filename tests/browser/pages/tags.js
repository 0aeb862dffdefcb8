// The elements as a brand writes them into its page. Unless a scenario says otherwise they start at once, wherever they
// stand: `eager: false` leaves that to the visitor's coming near.

const write = (tag, attributes) => {
  const given = Object.entries({ eager: true, ...attributes }).filter(([, value]) => value !== false && value !== undefined);
  const words = given.map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${value}"`));
  return `<${tag}${words.join("")}></${tag}>`;
};

export const feedTag = (attributes = {}) => write("parvis-feed", attributes);
export const reviewsTag = (attributes = {}) => write("parvis-reviews", { subject: "moulin-m1", ...attributes });
export const ideasTag = (attributes = {}) => write("parvis-ideas", { board: "atelier", ...attributes });
export const pollTag = (poll, attributes = {}) => write("parvis-poll", { poll, ...attributes });
export const ratingTag = (attributes = {}) => write("parvis-rating", { subject: "moulin-m1", ...attributes });
