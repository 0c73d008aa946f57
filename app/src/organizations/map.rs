//! The map of the sixteen governorates with a count each, as inline SVG. The same stands beside it as a list.

use std::sync::LazyLock;

use leptos::prelude::*;
use serde::Deserialize;

use super::Governorate;
use crate::http::Visit;

/// One governorate with what it counts and where its link goes.
#[derive(Clone, Debug)]
pub struct Area {
    /// The governorate.
    pub governorate: Governorate,
    /// How many.
    pub count: i64,
    /// Where the area leads.
    pub href: String,
    /// What a reader is told of it: «الخليل: 12 ممارسة».
    pub label: String,
}

#[derive(Deserialize)]
struct Map {
    view_box: String,
    width: u32,
    height: u32,
    inset: Inset,
    locator: String,
    areas: Vec<Shape>,
}

#[derive(Deserialize)]
struct Inset {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    caption_x: f64,
    caption_y: f64,
}

#[derive(Deserialize)]
struct Shape {
    slug: String,
    path: String,
    label_x: f64,
    label_y: f64,
}

static MAP: LazyLock<Option<Map>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../data/map.json")).ok());

/// The map and its list.
pub fn view(visit: &Visit, title: String, areas: &[Area]) -> AnyView {
    let most = areas.iter().map(|area| area.count).max().unwrap_or(0);
    let drawing = MAP
        .as_ref()
        .map(|map| drawing(visit, map, title, areas, most));
    let list = areas
        .iter()
        .map(|area| {
            let name = area.governorate.name(visit.locale).to_owned();
            view! { <li><a href=area.href.clone()>{name}</a> " " <span class="count">{area.count}</span></li> }
        })
        .collect_view();
    view! { <div class="map">{drawing}<ul class="map__list">{list}</ul></div> }.into_any()
}

fn drawing(visit: &Visit, map: &'static Map, title: String, areas: &[Area], most: i64) -> AnyView {
    let shapes = areas.iter().filter_map(|area| {
        let shape = map
            .areas
            .iter()
            .find(|shape| shape.slug == area.governorate.slug)?;
        Some(self::area(shape, area, most))
    });
    let inset = &map.inset;
    view! {
        <svg class="map__svg" viewBox=map.view_box.as_str() width=map.width height=map.height role="group" aria-label=title>
            <path class="map__locator" d=map.locator.as_str()/>
            <rect class="map__inset" x=inset.x y=inset.y width=inset.width height=inset.height/>
            <text class="map__caption" x=inset.caption_x y=inset.caption_y>{visit.t.organizations_map_inset()}</text>
            {shapes.collect_view()}
        </svg>
    }
    .into_any()
}

fn area(shape: &'static Shape, area: &Area, most: i64) -> AnyView {
    let step = step(area.count, most);
    view! {
        <a href=area.href.clone()>
            <title>{area.label.clone()}</title>
            <path class=format!("map__area map__area--{step}") d=shape.path.as_str()/>
            <text class=format!("map__count map__count--{step}") x=shape.label_x y=shape.label_y>{area.count}</text>
        </a>
    }
    .into_any()
}

/// The step of shading: none, few, more, most.
fn step(count: i64, most: i64) -> i64 {
    if count == 0 {
        0
    } else {
        (count * 3 + most - 1) / most.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shading_goes_from_none_to_most() {
        assert_eq!(
            [0, 1, 4, 5, 9, 12].map(|count| step(count, 12)),
            [0, 1, 1, 2, 3, 3]
        );
        assert_eq!(step(0, 0), 0);
    }

    #[test]
    fn the_map_draws_every_governorate() {
        assert_eq!(MAP.as_ref().map(|map| map.areas.len()), Some(16));
    }
}
