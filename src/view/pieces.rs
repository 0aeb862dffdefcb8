//! The pieces that every surface is made of.

pub mod answer;
pub mod bars;
pub mod button;
pub mod card;
pub mod compose;
pub mod field;
pub mod how;
pub mod labels;
pub mod marks;
pub mod menu;
pub mod moment;
pub mod node;
pub mod notice;
pub mod panels;
pub mod person;
pub mod pictures;
pub mod rich;
pub mod stars;
