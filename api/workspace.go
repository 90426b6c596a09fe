package api

import (
	"context"
	"net/http"

	"lifecircle/data"
	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/report"
)

// WorkspaceInfo says what is in the workspace and what looks wrong with it.
type WorkspaceInfo struct {
	ProgramVersion string `json:"program_version"`
	Fingerprint    string `json:"fingerprint" doc:"Names the content: the same content gives the same answers."`
	PDF            bool   `json:"pdf" doc:"Reports can be printed as PDF: a Chromium, Chrome or Edge was found on the machine that serves this."`
	data.Inspection
}

// ServiceInfo is a service type and what is known of its facilities.
type ServiceInfo struct {
	Code       string   `json:"code"`
	Name       string   `json:"name"`
	NameZH     string   `json:"name_zh"`
	Group      string   `json:"group" doc:"The people it is for."`
	Minutes    int      `json:"minutes" doc:"The circle in which it is normally checked."`
	Mode       geo.Mode `json:"mode" doc:"The mode in which it is normally checked."`
	Imported   bool     `json:"imported" doc:"A list was imported, even an empty one. Without a list there is no data, which is not 0 %."`
	Incomplete bool     `json:"incomplete" doc:"The list comes from OpenStreetMap and is known to be incomplete."`
	Facilities int      `json:"facilities"`
	Active     int      `json:"active"`
}

// ModeInfo is a mode of travel with its assumptions.
type ModeInfo struct {
	Mode      geo.Mode           `json:"mode"`
	Name      string             `json:"name"`
	NameZH    string             `json:"name_zh"`
	Traveller string             `json:"traveller" enum:"foot,bicycle,motorcar"`
	SpeedsKmh map[string]float64 `json:"speeds_kmh" doc:"By class of street; * stands for all others."`
	Access    AccessInfo         `json:"access"`
	Band      BandInfo           `json:"band"`
}

// AccessInfo says how people get from their door to the street.
type AccessInfo struct {
	LimitM   float64              `json:"limit_m"`
	Factor   float64              `json:"factor"`
	SpeedKmh float64              `json:"speed_kmh"`
	Rule     isochrone.AccessRule `json:"rule"`
}

// BandInfo is the slower and the faster speed: km/h, or factors where speeds go by class of street.
type BandInfo struct {
	Slow float64 `json:"slow"`
	Fast float64 `json:"fast"`
}

// Items is a list without pages.
type Items[T any] struct {
	Items []T `json:"items" nullable:"false"`
}

func (s *Server) registerWorkspace() {
	register(s, operation(http.MethodGet, "/workspace", "Workspace", "What is in the workspace", ""), func(ctx context.Context, _ *struct{}) (*answer[WorkspaceInfo], error) {
		t, err := s.town(ctx)
		if err != nil {
			return nil, err
		}
		inspection, err := t.inspection()
		if err != nil { // of then; it may do now
			inspection, err = s.options.Workspace.Inspect(ctx)
		}
		if err != nil {
			return nil, err
		}
		inspection.Sample = inspection.Sample || s.options.Sample
		_, noBrowser := report.FindChromium()
		return &answer[WorkspaceInfo]{WorkspaceInfo{coverage.Version, t.Area.Fingerprint(geo.Everything), noBrowser == nil, inspection}}, nil
	})
	register(s, get("/services", "Workspace", "Service types, imported ones first", ""), func(ctx context.Context, _ *struct{}) (*answer[Items[ServiceInfo]], error) {
		t, err := s.town(ctx)
		if err != nil {
			return nil, err
		}
		return &answer[Items[ServiceInfo]]{Items[ServiceInfo]{t.services()}}, nil
	})
	register(s, get("/modes", "Workspace", "Modes of travel with their assumptions", ""), func(context.Context, *struct{}) (*answer[Items[ModeInfo]], error) {
		modes, err := modeInfos()
		return &answer[Items[ModeInfo]]{Items[ModeInfo]{modes}}, err
	})
}

func (t *town) services() []ServiceInfo {
	var imported, others []ServiceInfo
	for _, service := range geo.ServiceTypes() {
		info := ServiceInfo{Code: service.Code, Name: service.Name, NameZH: service.NameZH, Group: service.Group.String(), Minutes: service.Minutes, Mode: service.Mode}
		for _, list := range t.Area.Lists {
			if list.Service == service.Code {
				info.Imported, info.Incomplete = true, list.Incomplete
			}
		}
		first, end := t.Area.FacilitiesOf(service.Code)
		for i := first; i < end; i++ {
			info.Facilities++
			if t.Area.Facilities[i].Status == geo.Active {
				info.Active++
			}
		}
		if info.Imported {
			imported = append(imported, info)
		} else {
			others = append(others, info)
		}
	}
	return append(imported, others...)
}

// modeNames are the modes in English and Chinese.
var modeNames = map[geo.Mode][2]string{
	geo.Walk:      {"Walking", "步行"},
	geo.WalkElder: {"Walking, older people", "老年人步行"},
	geo.Bike:      {"Bicycle", "自行车"},
	geo.Ebike:     {"E-bike", "电动自行车"},
	geo.Drive:     {"Car", "小汽车"},
}

func modeInfos() ([]ModeInfo, error) {
	var infos []ModeInfo
	for _, mode := range geo.Modes() {
		p, err := isochrone.BuiltinProfile(mode)
		if err != nil {
			return nil, err
		}
		info := ModeInfo{Mode: mode, Name: modeNames[mode][0], NameZH: modeNames[mode][1], Traveller: p.Traveller, SpeedsKmh: make(map[string]float64),
			Access: AccessInfo(p.Access), Band: BandInfo(p.Band)}
		for class, kmh := range p.SpeedsKmh {
			info.SpeedsKmh[class] = kmh
		}
		if p.SpeedKmh > 0 {
			info.SpeedsKmh["*"] = p.SpeedKmh
		}
		if info.Access.SpeedKmh == 0 {
			info.Access.SpeedKmh = p.SpeedKmh
		}
		infos = append(infos, info)
	}
	return infos, nil
}
